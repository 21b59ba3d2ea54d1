package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.PoolKernel;
import dev.touchstone.arm.kernel.RealElementKernel;
import dev.touchstone.arm.kernel.RealFunction;
import dev.touchstone.arm.kernel.RealPoolKernel;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.Objects;
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
        assembly.stage(node, calls);
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
        var function = Objects.requireNonNull(RealFunctions.of(operator));
        elements(
                node,
                RealElementKernel.Kind.NONE,
                sameOrder(node, in, out, node.output().type().shape()),
                null,
                out,
                function);
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
        var calls = new ArrayList<Call>();
        if (!(out.layout() instanceof Layout.Planes to)) {
            int width = assembly.machine().width();
            int steps = (out.layout().bytes() + width - 1) / width;
            var kernel = new RealElementKernel(kind, width, 1, width, width, width, function);
            Pieces.split(steps, PARTS, (begin, count) -> {
                var call = Call.of(kernel, a, begin * width, out, begin * width, 0, count);
                calls.add(b == null ? call : call.withExtra(b, begin * width));
            });
            assembly.stage(node, calls);
            return;
        }
        var left = a.planes();
        int width = Math.min(assembly.machine().width(), to.pixel());
        var kernel = new RealElementKernel(
                kind,
                width,
                to.w() * to.pixel() / width,
                left.row(),
                b == null ? 0 : b.planes().row(),
                to.row(),
                function);
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
