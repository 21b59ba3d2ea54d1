package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Quantization;

/**
 * What int8 tensors may be, the same for every operator.
 *
 * <p>N1 Quantized int8 is symmetric: a real number is the integer times the scale. Activations lie in -127..127, no
 * kernel produces -128, and a constant with -128 is refused, with the place of the first one, unless it is the weight of
 * a convolution or matrix product.
 * <br>N2 A scale is a positive, finite, normal float32. What a node computes has one scale; weights may have one for each
 * output channel.
 * <br>N12 A backend that stores int8 as uint8 with zero point 128 means the same numbers: u = q + 128.
 */
final class Int8Domain {
    private Int8Domain() {}

    /**
     * N1 for the constants of a node, N2 for its results.
     *
     * @throws Refusal {@code INT8_RANGE} or {@code QUANTIZATION}
     */
    static void require(Node node) {
        for (int i = 0; i < node.inputs().size(); i++) {
            var constant = node.input(i).constant();
            if (constant != null && node.input(i).type().isQuantizedInt8() && !(i == 1 && isProduct(node))) {
                requireRange(node.input(i).name(), constant.toBytes());
            }
        }
        for (var output : node.outputs()) {
            if (output.type().quantization() instanceof Quantization.PerChannel scales) {
                throw new Refusal(new Support.Unsupported(
                        "QUANTIZATION", "quantization of " + output.name(), "one scale", scales.toString(), ""));
            }
        }
    }

    private static boolean isProduct(Node node) {
        var operator = node.operator();
        return operator instanceof Conv2d || operator instanceof FullyConnected || operator instanceof MatMul;
    }

    private static void requireRange(String name, byte[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == -128) {
                throw new Refusal(new Support.Unsupported(
                        "INT8_RANGE",
                        "element " + i + " of constant " + name,
                        "-127 to 127",
                        "-128",
                        "only weights of convolutions and matrix products may hold it"));
            }
        }
    }
}
