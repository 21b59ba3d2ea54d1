package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * The definition of every {@link Unary} operator; {@link UnaryFormulas} holds the formulas.
 *
 * <p>U1 On int8 the formula, in double with float32 attributes widened, is made into the table of N10.
 * <br>U2 In a table the formula's infinities become 127 and -127 and its NaN 0, so that the logarithm of 0 is -127.
 * <br>U3 On float32 the piecewise linear operators work in float32, in the written order, each operation rounded:
 * leaky_relu multiplies; hard_sigmoid multiplies, adds, limits; hard_swish adds, limits, multiplies by x, divides by
 * scale; scale multiplies and adds, or adds and multiplies; clip compares with min, then with max.
 * <br>U4 The other operators on float32 are the formula in double of the exact argument, transcendental functions by
 * {@link StrictMath}, rounded to float32 once.
 * <br>U5 NaN stays NaN, but relu turns it into 0; relu of -0 is 0, the other piecewise operators keep the sign of zero;
 * infinities go through the written operations, so that hard_swish and swish of -infinity are NaN.
 * <br>U6 A scale by one with bias 0 between equal int8 scales copies.
 * <br>U7 On int32 and int64, abs and square wrap, relu limits at 0, clip compares with its bounds rounded inwards, and
 * scale truncates scale and bias to the integer type first and wraps; int8 without a scale and uint8 know scale alone.
 * The other operators do not exist there.
 */
final class UnaryKernel {
    private UnaryKernel() {}

    static Kernel prepare(Node node) {
        var operator = (Unary) node.operator();
        var x = node.input(0).type();
        return switch (x.dataType()) {
            case FLOAT32 -> floats(operator);
            case INT8 -> {
                if (x.isQuantizedInt8()) {
                    yield int8(node, UnaryFormulas.real(operator));
                }
                yield bytes(narrow(operator, node, Byte.MIN_VALUE, Byte.MAX_VALUE), -1);
            }
            case UINT8 -> bytes(narrow(operator, node, 0, 255), 255);
            case INT32 -> ints(integer(operator, node, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> longs(integer(operator, node, Long.MIN_VALUE, Long.MAX_VALUE));
            case BOOL -> throw Refusal.dataType(x, "float32, int8, uint8, int32, int64");
        };
    }

    private static LongUnaryOperator integer(Unary operator, Node node, long least, long most) {
        return UnaryFormulas.integer(operator, least, most)
                .orElseThrow(() -> Refusal.dataType(node.input(0).type(), "float32, quantized int8"));
    }

    /** Of the narrow integers only scale. */
    private static LongUnaryOperator narrow(Unary operator, Node node, long least, long most) {
        if (!(operator instanceof Scale)) {
            throw Refusal.dataType(node.input(0).type(), "float32, quantized int8, int32, int64");
        }
        return integer(operator, node, least, most);
    }

    /** Relu and its bounded form have loops of their own: networks are full of them. */
    private static Kernel floats(Unary operator) {
        return switch (operator) {
            case Relu() ->
                (inputs, outputs) -> Relus.relu(
                        inputs.getFirst().floats(), outputs.getFirst().floats());
            case Relu6(float threshold) ->
                (inputs, outputs) -> Relus.relu6(
                        inputs.getFirst().floats(), outputs.getFirst().floats(), threshold);
            default -> floats(UnaryFormulas.float32(operator));
        };
    }

    private static Kernel floats(UnaryFormulas.Float32 formula) {
        return (inputs, outputs) -> {
            float[] x = inputs.getFirst().floats();
            float[] y = outputs.getFirst().floats();
            for (int i = 0; i < y.length; i++) {
                y[i] = formula.apply(x[i]);
            }
        };
    }

    private static Kernel int8(Node node, DoubleUnaryOperator formula) {
        var x = node.input(0).type();
        var table = Int8Table.of(formula, x.scale(), node.output().type().scale());
        return (inputs, outputs) -> table.apply(
                inputs.getFirst().bytes(),
                0,
                outputs.getFirst().bytes(),
                0,
                outputs.getFirst().bytes().length);
    }

    /**
     * On bytes.
     *
     * @param mask 255 if they are without sign, else -1
     */
    private static Kernel bytes(LongUnaryOperator formula, int mask) {
        return (inputs, outputs) -> {
            byte[] x = inputs.getFirst().bytes();
            byte[] y = outputs.getFirst().bytes();
            for (int i = 0; i < y.length; i++) {
                y[i] = (byte) formula.applyAsLong(x[i] & mask);
            }
        };
    }

    private static Kernel ints(LongUnaryOperator formula) {
        return (inputs, outputs) -> {
            int[] x = inputs.getFirst().ints();
            int[] y = outputs.getFirst().ints();
            for (int i = 0; i < y.length; i++) {
                y[i] = (int) formula.applyAsLong(x[i]);
            }
        };
    }

    private static Kernel longs(LongUnaryOperator formula) {
        return (List<Tensor> inputs, List<Tensor> outputs) -> {
            long[] x = inputs.getFirst().longs();
            long[] y = outputs.getFirst().longs();
            for (int i = 0; i < y.length; i++) {
                y[i] = formula.applyAsLong(x[i]);
            }
        };
    }
}
