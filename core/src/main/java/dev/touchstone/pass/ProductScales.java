package dev.touchstone.pass;

import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import java.util.Optional;

/**
 * Divides the factor with which a {@link FakeDequantize} scales an integer product back between the product's input and
 * its weights.
 */
final class ProductScales {
    private ProductScales() {}

    /** True for convolutions and matrix products. */
    static boolean isProduct(Node node) {
        return switch (node.operator()) {
            case Conv2d c -> true;
            case FullyConnected f -> true;
            case MatMul m -> true;
            default -> false;
        };
    }

    /**
     * What one weight code stands for: the product's factor without the input's step. The scale of the product and the
     * threshold of its input are normally the same number, which then cancels without rounding.
     *
     * @param scale of the dequantizer, for each channel
     * @param second scale, if it has two: then this one belongs to the input
     * @param threshold of the input; empty if the input is real numbers
     */
    static double[] weightSteps(
            FakeDequantize dequantize, float[] scale, Optional<Float> second, Optional<Float> threshold) {
        var steps = new double[dequantize.axis() < 0 ? 1 : scale.length];
        for (int c = 0; c < steps.length; c++) {
            double inputScale = second.isPresent() ? second.get() : scale[c];
            double factor = threshold.isEmpty()
                    ? inputScale
                    : inputScale == threshold.get() ? Steps.RANGE : inputScale / threshold.get() * Steps.RANGE;
            steps[c] = (second.isPresent() ? scale[c] * factor : factor) / dequantize.divisor();
        }
        return steps;
    }

    /** The axis of the weights that belongs to the dequantizer's channel axis of the product; -1 stays -1. */
    static int weightAxis(Node product, Node dequantize) {
        int axis = ((FakeDequantize) dequantize.operator()).axis();
        if (axis < 0) {
            return -1;
        }
        int channels = product.operator() instanceof Conv2d
                ? 1
                : product.output().type().rank() - 1;
        if (axis != channels) {
            throw new UnsupportedOperatorException(
                    dequantize.label() + ": scales " + product.output().name() + " along axis " + axis
                            + "; int8 needs one scale per output channel, axis " + channels + " (use precision FLOAT)");
        }
        return switch (product.operator()) {
            case Conv2d c -> 0;
            case MatMul m -> product.input(1).type().rank() - (m.transposeY() ? 2 : 1);
            default -> 1;
        };
    }
}
