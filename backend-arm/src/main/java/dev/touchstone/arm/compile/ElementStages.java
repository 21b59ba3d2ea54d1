package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.BinaryKernel;
import dev.touchstone.arm.kernel.PairTableKernel;
import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.kernel.TableKernel;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;

/** Int8 operators on single elements. */
final class ElementStages {
    private static final int PARTS = 16;

    private final Assembly assembly;

    ElementStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void unary(Node node, Unary operator) {
        table(
                node,
                Int8Table.of(
                        operator,
                        node.input(0).type().scale(),
                        node.output().type().scale()));
    }

    /** A node that is a table. */
    void table(Node node, Int8Table table) {
        var in = assembly.get(node.input(0));
        table(node, in, assembly.output(node.output()), table);
    }

    void table(Node node, Stored in, Stored out, Int8Table table) {
        int weights = assembly.constants()
                .place(table.stored(in.bytes(), out.bytes()))
                .displacement();
        var calls = new ArrayList<Call>();
        if (in.layout() instanceof Layout.Planes from
                && out.layout() instanceof Layout.Planes to
                && from.block() == to.block()) {
            var kernel = new TableKernel(from.w() * from.pixel(), from.row(), to.row());
            for (int n = 0; n < from.n(); n++) {
                for (int p = 0; p < from.planes(); p++) {
                    int image = n;
                    int channel = p * from.block();
                    Pieces.split(
                            from.h(),
                            PARTS,
                            (y, count) -> calls.add(Call.of(
                                    kernel,
                                    in,
                                    from.offset(image, channel, y, 0),
                                    out,
                                    to.offset(image, channel, y, 0),
                                    weights,
                                    count)));
                }
            }
            assembly.stage(node, calls, calls.size() / (from.n() * from.planes()));
        } else if (in.layout() instanceof Layout.Dense && out.layout() instanceof Layout.Dense) {
            int bytes = in.layout().bytes();
            calls.add(Call.of(new TableKernel(bytes, bytes, bytes), in, 0, out, 0, weights, 1));
            assembly.stage(node, calls);
        } else {
            new Move(
                            assembly,
                            Side.of(in),
                            Side.of(out),
                            node.output().type().shape().toArray(),
                            table)
                    .add(node);
        }
    }

    /** Rules E1, E3, E4, E6. */
    void binary(Node node, int axis, BinaryKernel.Kind kind) {
        var shapes =
                Broadcast.of(node.input(0).type().shape(), node.input(1).type().shape(), axis);
        var result = assembly.output(node.output());
        double out = node.output().type().scale();
        float left = node.input(0).type().scale();
        float right = node.input(1).type().scale();
        var factors = new byte[128];
        if (kind == BinaryKernel.Kind.MUL) {
            Weights.putFloats(factors, 0, 64, ProductConstants.multiplier((double) left * (double) right / out));
        } else {
            Weights.putFloats(factors, 0, 64, (float) ((double) left / out));
            Weights.putFloats(factors, 64, 64, (float) ((double) right / out));
        }
        int weights = assembly.constants().place(factors).displacement();
        var a = expanded(node, node.input(0), shapes.x(), result, shapes.output());
        var b = perChannel(node, node.input(1), shapes, result);
        boolean channels = b != null;
        if (b == null) {
            b = expanded(node, node.input(1), shapes.y(), result, shapes.output());
        }
        if (result.layout() instanceof Layout.Planes) {
            planes(node, a, b, channels, result, weights, kind);
        } else {
            dense(node, a, b, result, weights, kind);
        }
    }

    /** A function of two values as one table: rules E5 and E7. */
    void pairs(Node node, int axis, PairTable.Function function) {
        var shapes =
                Broadcast.of(node.input(0).type().shape(), node.input(1).type().shape(), axis);
        var out = assembly.output(node.output());
        var a = expanded(node, node.input(0), shapes.x(), out, shapes.output());
        var b = expanded(node, node.input(1), shapes.y(), out, shapes.output());
        int weights = assembly.constants().append(PairTable.stored(function, a.bytes(), b.bytes(), out.bytes()));
        var calls = new ArrayList<Call>();
        if (out.layout() instanceof Layout.Planes to) {
            var left = a.planes();
            var right = b.planes();
            var kernel = new PairTableKernel(to.w() * to.pixel(), left.row(), right.row(), to.row());
            for (int plane = 0; plane < to.n() * to.planes(); plane++) {
                int image = plane / to.planes();
                int channel = plane % to.planes() * to.block();
                Pieces.split(
                        to.h(),
                        PARTS,
                        (y, count) -> calls.add(Call.of(
                                        kernel,
                                        a,
                                        left.offset(image, channel, y, 0),
                                        out,
                                        to.offset(image, channel, y, 0),
                                        weights,
                                        count)
                                .withExtra(b, right.offset(image, channel, y, 0))));
            }
        } else {
            var kernel = new PairTableKernel(1, 1, 1, 1);
            Pieces.split(
                    out.layout().bytes(),
                    PARTS,
                    (begin, count) -> calls.add(Call.of(kernel, a, begin, out, begin, weights, count)
                            .withExtra(b, begin)));
        }
        assembly.stage(node, calls);
    }

    /** Rule U1 of {@code prelu} with one slope for all, or one for each channel. */
    void prelu(Node node) {
        float[] slopes = Weights.floats(ProductConstants.constant(node, 1));
        float in = node.input(0).type().scale();
        float out = node.output().type().scale();
        if (slopes.length == 1) {
            table(node, prelu(slopes[0], in, out));
            return;
        }
        var from = assembly.get(node.input(0));
        var to = assembly.output(node.output());
        var channel = node.input(0).type().shape().with(1, 1).toArray();
        var calls = new ArrayList<Call>();
        for (int c = 0; c < slopes.length; c++) {
            calls.addAll(new Move(
                            assembly,
                            Side.of(from).from(1, c, 1),
                            Side.of(to).from(1, c, 1),
                            channel,
                            prelu(slopes[c], in, out))
                    .calls());
        }
        assembly.stage(node, calls);
    }

    private static Int8Table prelu(double slope, float in, float out) {
        return Int8Table.of(x -> x > 0 ? x : slope * x, in, out);
    }

    private void dense(Node node, Stored a, Stored b, Stored out, int weights, BinaryKernel.Kind kind) {
        int width = assembly.machine().width();
        int steps = (out.layout().bytes() + width - 1) / width;
        var kernel = new BinaryKernel(
                kind, width, steps, width, a.bytes(), b.bytes(), 0, width, 0, 0, Rounding.plain(out.bytes(), true));
        assembly.stage(
                node,
                java.util.List.of(Call.of(kernel, a, 0, out, 0, weights, 1).withExtra(b, 0)));
    }

    private void planes(
            Node node, Stored a, Stored b, boolean perChannel, Stored out, int weights, BinaryKernel.Kind kind) {
        var left = a.planes();
        var right = b.planes();
        var to = out.planes();
        int step = Math.min(assembly.machine().width(), to.block());
        int perPixel = to.block() / step;
        int groups = perChannel ? perPixel : 1;
        var kernel = new BinaryKernel(
                kind,
                step,
                perChannel ? to.w() : to.w() * perPixel,
                perChannel ? to.block() : step,
                a.bytes(),
                b.bytes(),
                left.row(),
                perChannel ? 0 : step,
                perChannel ? 0 : right.row(),
                to.row(),
                Rounding.plain(out.bytes(), true));
        var calls = new ArrayList<Call>();
        for (int n = 0; n < to.n(); n++) {
            for (int p = 0; p < to.planes(); p++) {
                for (int g = 0; g < groups; g++) {
                    int image = n;
                    int rightImage = right.n() == 1 ? 0 : n;
                    int channel = p * to.block() + g * step;
                    Pieces.split(
                            to.h(),
                            PARTS,
                            (y, count) -> calls.add(Call.of(
                                            kernel,
                                            a,
                                            left.offset(image, channel, y, 0),
                                            out,
                                            to.offset(image, channel, y, 0),
                                            weights,
                                            count)
                                    .withExtra(b, right.offset(rightImage, channel, perChannel ? 0 : y, 0))));
                }
            }
        }
        assembly.stage(node, calls, calls.size() / (to.n() * to.planes() * groups));
    }

    /** The second operand in planes of one pixel, if it has one value for each channel and the output is in planes. */
    private @org.jspecify.annotations.Nullable Stored perChannel(
            Node node, Value value, Broadcast shapes, Stored result) {
        if (!(result.layout() instanceof Layout.Planes to)) {
            return null;
        }
        var shape = shapes.y();
        boolean matches = shape.extent(1) == to.c()
                && shape.extent(2) == 1
                && shape.extent(3) == 1
                && (shape.extent(0) == 1 || shape.extent(0) == to.n());
        if (!matches || to.h() * to.w() == 1) {
            return null;
        }
        var layout = new Layout.Planes(shape.extent(0), to.c(), 1, 1, to.block(), 1, 0, 0, 0, 0);
        var now = assembly.get(value);
        if (now.layout().equals(layout)) {
            return now;
        }
        var copy = assembly.allocate(layout, now.form());
        new Move(assembly, side(now, shape), Side.of(copy), shape.toArray(), null).add(node);
        return copy;
    }

    /** An operand in the shape and order of the output. */
    private Stored expanded(Node node, Value value, Shape filled, Stored result, Shape output) {
        var now = assembly.get(value);
        boolean sameOrder = result.layout() instanceof Layout.Planes to
                ? now.layout() instanceof Layout.Planes from && from.block() == to.block()
                : now.layout() instanceof Layout.Dense;
        if (filled.equals(output) && sameOrder) {
            return now;
        }
        Layout layout = result.layout() instanceof Layout.Planes to
                ? new Layout.Planes(to.n(), to.c(), to.h(), to.w(), to.block(), 1, 0, 0, 0, 0)
                : new Layout.Dense(output, 1);
        var copy = assembly.allocate(layout, now.form());
        var side = side(now, filled);
        for (int i = 0; i < output.rank(); i++) {
            if (filled.extent(i) == 1 && output.extent(i) > 1) {
                side.repeated(i);
            }
        }
        new Move(assembly, side, Side.of(copy), output.toArray(), null).add(node);
        return copy;
    }

    private static Side side(Stored now, Shape shape) {
        return Side.of(now.layout() instanceof Layout.Dense ? Assembly.reshaped(now, shape) : now);
    }
}
