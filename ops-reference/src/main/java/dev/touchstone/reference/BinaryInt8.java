package dev.touchstone.reference;

import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;

/** Rules E3 to E7. */
final class BinaryInt8 {
    /** A function of two int8 values. */
    @FunctionalInterface
    private interface Function {
        byte apply(byte a, byte b);
    }

    private BinaryInt8() {}

    static Kernel prepare(Binary operator, float scaleA, float scaleB, float scaleOut, RowLayout rows) {
        var function = function(operator, scaleA, scaleB, scaleOut);
        int n = rows.length();
        int stepA = rows.stepA();
        int stepB = rows.stepB();
        return (inputs, outputs) -> {
            byte[] a = inputs.get(0).bytes();
            byte[] b = inputs.get(1).bytes();
            byte[] y = outputs.getFirst().bytes();
            rows.forEach((atA, atB, out) -> {
                for (int i = 0; i < n; i++) {
                    y[out + i] = function.apply(a[atA + i * stepA], b[atB + i * stepB]);
                }
            });
        };
    }

    private static Function function(Binary operator, float scaleA, float scaleB, float scaleOut) {
        return switch (operator) {
            case Add o -> add(factor("a", scaleA, scaleOut), factor("b", scaleB, scaleOut));
            case Sub o -> subtract(factor("a", scaleA, scaleOut), factor("b", scaleB, scaleOut));
            case Mul o -> multiply(Requantization.multiplier("the product", scaleA, scaleB, scaleOut));
            case Div o ->
                divide(Requantization.multiplier(
                        "the quotient", (double) scaleA / ((double) scaleB * (double) scaleOut)));
            case Max o -> choose(true, scaleA, scaleB, scaleOut);
            case Min o -> choose(false, scaleA, scaleB, scaleOut);
            case Pow o -> power(scaleA, scaleB, scaleOut);
        };
    }

    private static float factor(String operand, float scale, float scaleOut) {
        return Requantization.multiplier("operand " + operand, (double) scale / (double) scaleOut);
    }

    private static Function add(float ma, float mb) {
        return (a, b) -> Requantization.saturate((float) a * ma + (float) b * mb);
    }

    private static Function subtract(float ma, float mb) {
        return (a, b) -> Requantization.saturate((float) a * ma - (float) b * mb);
    }

    private static Function multiply(float m) {
        return (a, b) -> Requantization.requantize(a * b, m);
    }

    private static Function divide(float m) {
        return (a, b) -> b == 0 ? (byte) (127 * Integer.signum(a)) : Requantization.saturate((float) a / (float) b * m);
    }

    private static Function choose(boolean larger, float scaleA, float scaleB, float scaleOut) {
        if (scaleA == scaleB && scaleB == scaleOut) {
            return larger ? (a, b) -> (byte) Math.max(a, b) : (a, b) -> (byte) Math.min(a, b);
        }
        float ma = factor("a", scaleA, scaleOut);
        float mb = factor("b", scaleB, scaleOut);
        return (a, b) -> {
            float x = (float) a * ma;
            float y = (float) b * mb;
            return Requantization.saturate((larger ? x > y : x < y) ? x : y);
        };
    }

    private static Function power(float scaleA, float scaleB, float scaleOut) {
        var table = new byte[256 * 256];
        for (int a = -128; a <= 127; a++) {
            for (int b = -128; b <= 127; b++) {
                double value = StrictMath.pow((double) a * (double) scaleA, (double) b * (double) scaleB);
                table[(a + 128) * 256 + b + 128] = Int8Table.saturate(value / (double) scaleOut);
            }
        }
        return (a, b) -> table[(a + 128) * 256 + b + 128];
    }
}
