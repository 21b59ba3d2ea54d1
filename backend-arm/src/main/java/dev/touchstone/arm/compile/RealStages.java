package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.DoubleFunctionKernel;
import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.kernel.PoolKernel;
import dev.touchstone.arm.kernel.RealElementKernel;
import dev.touchstone.arm.kernel.RealFunction;
import dev.touchstone.arm.kernel.RealPoolKernel;
import dev.touchstone.arm.kernel.RealSoftmaxKernel;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.Div;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Operators on float32 other than products. */
final class RealStages {
    private static final int PARTS = 16;

    private final Assembly assembly;

    RealStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void pool(Node node, Pool2d pool) {
        var in = assembly.planes(node, node.input(0));
        var out = assembly.output(node.output());
        var from = in.planes();
        var to = out.planes();
        var shape = node.input(0).type().shape();
        var rows = Windows.rows(pool.window(), shape);
        var columns = Windows.columns(pool.window(), shape);
        boolean average = pool.kind() == Pool2d.Kind.AVERAGE;
        int divisors = average ? assembly.constants().append(divisors(pool, rows, columns)) : 0;
        int rowRecords =
                assembly.constants().append(PoolStages.records(rows, from.row(), 8 * columns.count(), divisors));
        int columnRecords = assembly.constants().append(PoolStages.records(columns, from.pixel(), 8, 0));
        var kernel = new RealPoolKernel(average, to.w(), from.pixel(), from.row(), to.pixel(), to.row(), columnRecords);
        int channels = assembly.machine().width() / 4;
        var calls = new ArrayList<Call>();
        for (int n = 0; n < from.n(); n++) {
            for (int c = 0; c < from.c(); c += channels) {
                int image = n;
                int channel = c;
                Pieces.split(
                        to.h(),
                        Math.max(1, PARTS * channels / from.c()),
                        (y, count) -> calls.add(Call.of(
                                kernel,
                                in,
                                from.offset(image, channel, 0, 0),
                                out,
                                to.offset(image, channel, y, 0),
                                rowRecords + y * PoolKernel.RECORD,
                                count)));
            }
        }
        assembly.stage(node, calls, calls.size() / (from.n() * ((from.c() + channels - 1) / channels)));
    }

    private static byte[] divisors(Pool2d pool, Windows rows, Windows columns) {
        var table = new byte[8 * rows.count() * columns.count()];
        for (int y = 0; y < rows.count(); y++) {
            for (int x = 0; x < columns.count(); x++) {
                int divisor =
                        pool.countPadding() ? rows.padded(y) * columns.padded(x) : rows.length(y) * columns.length(x);
                Weights.putFloat(table, 8 * (y * columns.count() + x), divisor);
            }
        }
        return table;
    }

    void unary(Node node, Unary operator) {
        var in = assembly.get(node.input(0));
        var out = assembly.output(node.output());
        var same = sameOrder(node, in, out, node.output().type().shape());
        var function = RealFunctions.of(operator);
        if (function != null) {
            elements(node, RealElementKernel.Kind.NONE, same, null, out, function);
            return;
        }
        var inDouble = Objects.requireNonNull(DoubleFunctions.of(operator));
        elements(
                node,
                (width, steps, row, rightRow, outRow) ->
                        new DoubleFunctionKernel(inDouble, width, 2 * steps, row, outRow),
                same,
                null,
                out);
    }

    /** Rule U3 of {@code prelu}: slopes are laid over the input from axis 1 on. */
    void prelu(Node node) {
        var x = node.input(0).type().shape();
        int slopes = node.input(1).type().shape().elements();
        var filled = Shape.of(IntStream.range(0, x.rank())
                .map(i -> slopes > 1 && (i == 1 || (i > 1 && slopes > x.extent(1))) ? x.extent(i) : 1)
                .toArray());
        var out = assembly.output(node.output());
        var a = sameOrder(node, assembly.get(node.input(0)), out, x);
        var b = expanded(node, node.input(1), filled, out, x);
        elements(node, RealElementKernel.Kind.PRELU, a, b, out, new RealFunction.Identity());
    }

    /** Rules Q1 to Q4. */
    void fakeQuantize(Node node, FakeQuantize operator) {
        var in = assembly.get(node.input(0));
        var out = assembly.output(node.output());
        float threshold = Weights.floats(ProductConstants.constant(node, 1))[0];
        var same = sameOrder(node, in, out, node.output().type().shape());
        elements(node, RealElementKernel.Kind.NONE, same, null, out, RealFunctions.of(operator, threshold));
    }

    /** Rules Q6 and Q7: a product with the scales, which may be one for each index of an axis, and what follows. */
    void fakeDequantize(Node node, FakeDequantize operator) {
        var x = node.input(0).type().shape();
        float[] scales = Weights.floats(ProductConstants.constant(node, 1));
        float second = node.inputs().size() == 3 ? Weights.floats(ProductConstants.constant(node, 2))[0] : 1;
        var function = new RealFunction.Ratio(second, operator.divisor());
        var out = assembly.output(node.output());
        var a = sameOrder(node, assembly.get(node.input(0)), out, x);
        float[] used = operator.axis() < 0 ? new float[] {scales[0]} : scales;
        var factors = Value.constant(node.name() + ".scales", Tensor.of(used, used.length));
        var filled = Shape.of(IntStream.range(0, x.rank())
                .map(i -> i == operator.axis() ? x.extent(i) : 1)
                .toArray());
        elements(node, RealElementKernel.Kind.MUL, a, expanded(node, factors, filled, out, x), out, function);
    }

    void binary(Node node, Binary operator) {
        var shapes =
                Broadcast.of(node.input(0).type().shape(), node.input(1).type().shape(), operator.axis());
        var out = assembly.output(node.output());
        var a = expanded(node, node.input(0), shapes.x(), out, shapes.output());
        var b = expanded(node, node.input(1), shapes.y(), out, shapes.output());
        elements(node, kind(operator), a, b, out, new RealFunction.Identity());
    }

    private static RealElementKernel.Kind kind(Binary operator) {
        return switch (operator) {
            case Add a -> RealElementKernel.Kind.ADD;
            case Sub s -> RealElementKernel.Kind.SUB;
            case Mul m -> RealElementKernel.Kind.MUL;
            case Div d -> RealElementKernel.Kind.DIV;
            case Max m -> RealElementKernel.Kind.MAX;
            case Min m -> RealElementKernel.Kind.MIN;
            case Pow p -> throw new IllegalStateException("pow is refused");
        };
    }

    private void elements(
            Node node, RealElementKernel.Kind kind, Stored a, @Nullable Stored b, Stored out, RealFunction function) {
        elements(
                node,
                (width, steps, row, rightRow, outRow) ->
                        new RealElementKernel(kind, width, steps, row, rightRow, outRow, function),
                a,
                b,
                out);
    }

    /** A kernel for runs of elements; the parameters are those of {@link RealElementKernel}. */
    private interface ElementKernel {
        Kernel of(int width, int steps, int row, int rightRow, int outRow);
    }

    private void elements(Node node, ElementKernel kernels, Stored a, @Nullable Stored b, Stored out) {
        var calls = new ArrayList<Call>();
        if (!(out.layout() instanceof Layout.Planes to)) {
            int width = assembly.machine().width();
            int steps = (out.layout().bytes() + width - 1) / width;
            var kernel = kernels.of(width, 1, width, width, width);
            Pieces.split(steps, PARTS, (begin, count) -> {
                var call = Call.of(kernel, a, begin * width, out, begin * width, 0, count);
                calls.add(b == null ? call : call.withExtra(b, begin * width));
            });
            assembly.stage(node, calls);
            return;
        }
        var left = a.planes();
        int width = Math.min(assembly.machine().width(), to.pixel());
        var kernel = kernels.of(
                width,
                to.w() * to.pixel() / width,
                left.row(),
                b == null ? 0 : b.planes().row(),
                to.row());
        for (int n = 0; n < to.n(); n++) {
            for (int c = 0; c < to.c(); c += to.block()) {
                int image = n;
                int channel = c;
                Pieces.split(to.h(), PARTS, (y, count) -> {
                    var call = Call.of(
                            kernel,
                            a,
                            left.offset(image, channel, y, 0),
                            out,
                            to.offset(image, channel, y, 0),
                            0,
                            count);
                    calls.add(b == null ? call : call.withExtra(b, b.planes().offset(image, channel, y, 0)));
                });
            }
        }
        assembly.stage(node, calls, calls.size() / (to.n() * to.planes()));
    }

    /** Rules S1 and S2, on lines whose elements lie together. */
    void softmax(Node node, Softmax softmax) {
        var shape = node.input(0).type().shape();
        int axis = shape.axis(softmax.axis());
        int elements = shape.extent(axis);
        int inner = shape.product(axis + 1, shape.rank());
        var split = Shape.of(shape.product(0, axis), elements, inner);
        var lines = Shape.of(split.extent(0), inner, elements);
        var in = Assembly.reshaped(assembly.dense(node, node.input(0)), split);
        var result = assembly.output(node.output());
        var from = in;
        boolean direct = result.layout() instanceof Layout.Dense && inner == 1;
        var to = direct ? result : assembly.allocate(new Layout.Dense(lines, 4), null);
        if (inner > 1) {
            from = assembly.allocate(new Layout.Dense(lines, 4), null);
            new Move(assembly, Side.of(in).permuted(new int[] {0, 2, 1}), Side.of(from), lines.toArray(), null)
                    .add(node);
        }
        lines(node, from, to, elements, split.extent(0) * inner);
        if (inner > 1) {
            var dense = assembly.allocate(new Layout.Dense(split, 4), null);
            new Move(
                            assembly,
                            Side.of(Assembly.reshaped(to, lines)).permuted(new int[] {0, 2, 1}),
                            Side.of(dense),
                            split.toArray(),
                            null)
                    .add(node);
            to = dense;
        }
        if (!direct) {
            new Move(assembly, Assembly.reshaped(to, shape), result, shape).add(node);
        }
    }

    private void lines(Node node, Stored from, Stored to, int elements, int count) {
        var kernel = new RealSoftmaxKernel(elements);
        boolean whole = elements % (assembly.machine().width() / 8) == 0;
        var calls = new ArrayList<Call>();
        Pieces.split(count, whole ? PARTS : 1, (begin, n) -> {
            var scratch =
                    assembly.allocate(new Layout.Dense(Shape.of(RealSoftmaxKernel.scratchBytes(elements)), 1), null);
            int offset = 4 * elements * begin;
            calls.add(Call.of(kernel, from, offset, to, offset, 0, n).withExtra(scratch, 0));
        });
        assembly.stage(node, calls);
    }

    /** An operand in the order of the output. */
    private Stored sameOrder(Node node, Stored now, Stored out, Shape shape) {
        boolean same = out.layout() instanceof Layout.Planes to
                ? now.layout() instanceof Layout.Planes from && from.block() == to.block()
                : now.layout() instanceof Layout.Dense;
        if (same) {
            return now;
        }
        var copy = assembly.allocate(out.layout(), null);
        new Move(assembly, now, copy, shape).add(node);
        return copy;
    }

    private Stored expanded(Node node, Value value, Shape filled, Stored out, Shape output) {
        var now = assembly.get(value);
        if (filled.equals(output)) {
            var shaped = now.layout() instanceof Layout.Dense ? Assembly.reshaped(now, filled) : now;
            return sameOrder(node, shaped, out, output);
        }
        var copy = assembly.allocate(out.layout(), null);
        var side = Side.of(now.layout() instanceof Layout.Dense ? Assembly.reshaped(now, filled) : now);
        for (int i = 0; i < output.rank(); i++) {
            if (filled.extent(i) == 1 && output.extent(i) > 1) {
                side.repeated(i);
            }
        }
        new Move(assembly, side, Side.of(copy), output.toArray(), null).add(node);
        return copy;
    }
}
