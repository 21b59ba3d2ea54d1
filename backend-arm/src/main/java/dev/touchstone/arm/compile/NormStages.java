package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.AffineKernel;
import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.graph.Node;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;

/** Batch normalization on its own (rules B1 to B3). */
final class NormStages {
    private final Assembly assembly;

    NormStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void add(Node node) {
        if (node.input(0).type().rank() == 4) {
            add(node, assembly.planes(node, node.input(0)), assembly.output(node.output()));
            return;
        }
        // in planes of one row, where the axes behind the channels are one
        var shape = image(node.input(0).type().shape());
        var layout = new Layout.Planes(
                shape.extent(0),
                shape.extent(1),
                shape.extent(2),
                shape.extent(3),
                Layouts.block(shape.extent(1)),
                node.input(0).type().dataType().bytes(),
                0,
                0,
                0,
                0);
        var in = assembly.allocate(layout, assembly.form(node.input(0)));
        var dense = assembly.dense(node, node.input(0));
        new Move(assembly, Assembly.reshaped(dense, shape), in, shape).add(node);
        var result = assembly.output(node.output());
        var out = assembly.allocate(layout, result.form());
        add(node, in, out);
        new Move(assembly, out, Assembly.reshaped(result, shape), shape).add(node);
    }

    private static Shape image(Shape shape) {
        int rest = 1;
        for (int axis = 2; axis < shape.rank(); axis++) {
            rest = Math.multiplyExact(rest, shape.extent(axis));
        }
        return Shape.of(shape.extent(0), shape.extent(1), 1, rest);
    }

    private void add(Node node, Stored in, Stored out) {
        var from = in.planes();
        var to = out.planes();
        boolean real = in.form() == null;
        var rounding = real ? null : Rounding.plain(out.bytes(), true);
        var kernel = new AffineKernel(from.block(), from.w(), from.row(), to.row(), in.form(), rounding);
        int base = assembly.constants().append(constants(node, from, real));
        var calls = new ArrayList<Call>();
        for (int n = 0; n < from.n(); n++) {
            for (int p = 0; p < from.planes(); p++) {
                int image = n;
                int channel = p * from.block();
                int weights = base + p * 8 * from.block();
                Pieces.split(
                        from.h(),
                        16,
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
        assembly.stage(node, calls);
    }

    private byte[] constants(Node node, Layout.Planes p, boolean real) {
        var constants = new byte[8 * p.block() * p.planes()];
        float[][] factors = real ? reals(node, p.c()) : steps(node, p.c());
        int step = Math.min(assembly.machine().width(), p.block());
        for (int c = 0; c < p.planes() * p.block(); c++) {
            // where channel number "position" of the plane stands, in vectors of the kernel's width
            int plane = c / p.block();
            int position = c % p.block();
            int channel = real
                    ? c
                    : plane * p.block()
                            + position / step * step
                            + ChannelOrder.channel(4, step / 4, position % step / (step / 4), position % (step / 4));
            if (channel < p.c()) {
                int at = plane * 8 * p.block() + 4 * position;
                Weights.putFloat(constants, at, factors[0][channel]);
                Weights.putFloat(constants, at + 4 * p.block(), factors[1][channel]);
            }
        }
        return constants;
    }

    /** Rule B1. */
    static float[][] reals(Node node, int channels) {
        float epsilon = ((BatchNorm) node.operator()).epsilon();
        float[][] c = parameters(node);
        var factors = new float[2][channels];
        for (int i = 0; i < channels; i++) {
            float r = 1f / (float) Math.sqrt(c[3][i] + epsilon);
            factors[0][i] = r * c[0][i];
            factors[1][i] = c[1][i] - c[2][i] * factors[0][i];
        }
        return factors;
    }

    /** Rules B2 and B3. */
    static float[][] steps(Node node, int channels) {
        double epsilon = ((BatchNorm) node.operator()).epsilon();
        double in = node.input(0).type().scale();
        double out = node.output().type().scale();
        float[][] c = parameters(node);
        var factors = new float[2][channels];
        for (int i = 0; i < channels; i++) {
            double a = c[0][i] / Math.sqrt(c[3][i] + epsilon);
            double b = c[1][i] - c[2][i] * a;
            factors[0][i] = (float) (a * in / out);
            factors[1][i] = (float) (b / out);
        }
        return factors;
    }

    /** Scale, bias, mean, variance. */
    private static float[][] parameters(Node node) {
        var parameters = new float[4][];
        for (int i = 0; i < 4; i++) {
            parameters[i] = Weights.floats(ProductConstants.constant(node, i + 1));
        }
        return parameters;
    }

    /**
     * Checks a node.
     *
     * @throws Refusal if a parameter is not constant, or a factor is not finite
     */
    static void require(Node node) {
        int channels = node.input(0).type().shape().extent(1);
        float[][] factors = node.input(0).type().isFloat() ? reals(node, channels) : steps(node, channels);
        float[] variance = parameters(node)[3];
        float epsilon = ((BatchNorm) node.operator()).epsilon();
        for (int i = 0; i < channels; i++) {
            if (!(variance[i] + epsilon > 0) || !(Float.isFinite(factors[0][i]) && Float.isFinite(factors[1][i]))) {
                throw new Refusal("VARIANCE", "channel " + i, "finite factors", "variance " + variance[i]);
            }
        }
    }
}
