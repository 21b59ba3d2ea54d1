package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;
import java.util.function.LongBinaryOperator;

/**
 * The definition of every {@link Binary} operator; {@link BinaryFloat} and {@link BinaryInt8} compute real numbers.
 *
 * <p>E1 The operand of lower rank is laid over the other from the given axis on (-1: at the end), its trailing ones may
 * reach beyond; then extents are equal or one of them is 1 and repeats.
 * <br>E2 On float32 the result is one float32 operation; max is a > b ? a : b and min a < b ? a : b, so that NaN in a
 * gives b and NaN in b gives b; pow is {@link StrictMath#pow} rounded to float32.
 * <br>E3 On int8, add and sub are the sum or difference of two float32 products, a times the float32 nearest to sA / sOut
 * and b times the one nearest to sB / sOut, each operation rounded, then N7's limits and rounding.
 * <br>E4 On int8, mul is the exact product of the integers, rounded to float32, times the float32 nearest to sA * sB /
 * sOut, then N7.
 * <br>E5 On int8, div is the float32 quotient of the integers times the float32 nearest to sA / (sB * sOut), then N7;
 * dividing by 0 gives 127, -127 or 0 by the sign of a.
 * <br>E6 On int8, max and min choose between the two products of E3; with three equal scales they choose between the
 * integers.
 * <br>E7 On int8, pow is N10's rounding of {@link StrictMath#pow} of the real values, divided by sOut in double.
 * <br>E8 On int32 and int64, add, sub and mul wrap, div truncates toward zero and divides by 0 to 0.
 * <br>E10 The same tensor as both operands is nothing special.
 */
final class BinaryKernel {
    private BinaryKernel() {}

    static Kernel prepare(Node node) {
        var operator = (Binary) node.operator();
        var a = node.input(0).type();
        var b = node.input(1).type();
        var rows = RowLayout.of(Broadcast.of(a.shape(), b.shape(), operator.axis()));
        return switch (a.dataType()) {
            case FLOAT32 -> BinaryFloat.prepare(operator, rows);
            case INT8 -> {
                if (!a.isQuantizedInt8() || !b.isQuantizedInt8()) {
                    throw Refusal.dataType(a, "float32, quantized int8, int32, int64");
                }
                yield BinaryInt8.prepare(
                        operator, a.scale(), b.scale(), node.output().type().scale(), rows);
            }
            case INT32 -> ints(integer(operator, node), rows);
            case INT64 -> longs(integer(operator, node), rows);
            case UINT8, BOOL -> throw Refusal.dataType(a, "float32, quantized int8, int32, int64");
        };
    }

    private static LongBinaryOperator integer(Binary operator, Node node) {
        return switch (operator) {
            case Add o -> Long::sum;
            case Sub o -> (a, b) -> a - b;
            case Mul o -> (a, b) -> a * b;
            case Div o -> (a, b) -> b == 0 ? 0 : a / b;
            case Max o -> Math::max;
            case Min o -> Math::min;
            case Pow o -> throw Refusal.dataType(node.input(0).type(), "float32, quantized int8");
        };
    }

    private static Kernel ints(LongBinaryOperator operation, RowLayout rows) {
        return (inputs, outputs) -> {
            int[] a = inputs.get(0).ints();
            int[] b = inputs.get(1).ints();
            int[] y = outputs.getFirst().ints();
            rows.forEach((atA, atB, out) -> {
                for (int i = 0; i < rows.length(); i++) {
                    y[out + i] = (int) operation.applyAsLong(a[atA + i * rows.stepA()], b[atB + i * rows.stepB()]);
                }
            });
        };
    }

    private static Kernel longs(LongBinaryOperator operation, RowLayout rows) {
        return (inputs, outputs) -> {
            long[] a = inputs.get(0).longs();
            long[] b = inputs.get(1).longs();
            long[] y = outputs.getFirst().longs();
            rows.forEach((atA, atB, out) -> {
                for (int i = 0; i < rows.length(); i++) {
                    y[out + i] = operation.applyAsLong(a[atA + i * rows.stepA()], b[atB + i * rows.stepB()]);
                }
            });
        };
    }
}
