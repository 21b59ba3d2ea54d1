package dev.touchstone.reference;

import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;
import java.util.Arrays;

/** Rules E3 to E7: a loop over one row for the operators that networks are full of, a function for the others. */
final class BinaryInt8 {
    /** {@code y[out..out+n)} from operands that step by 0 or 1. */
    @FunctionalInterface
    private interface Row {
        void apply(byte[] a, int atA, int stepA, byte[] b, int atB, int stepB, byte[] y, int out, int n);
    }

    /** A function of two int8 values. */
    @FunctionalInterface
    private interface Function {
        byte apply(byte a, byte b);

        default Row row() {
            return (a, atA, stepA, b, atB, stepB, y, out, n) -> {
                for (int i = 0; i < n; i++) {
                    y[out + i] = apply(a[atA + i * stepA], b[atB + i * stepB]);
                }
            };
        }
    }

    /** No int8 value. */
    private static final short UNKNOWN = Short.MIN_VALUE;

    private BinaryInt8() {}

    static Kernel prepare(Binary operator, float scaleA, float scaleB, float scaleOut, RowLayout rows) {
        var row = row(operator, scaleA, scaleB, scaleOut);
        int n = rows.length();
        int stepA = rows.stepA();
        int stepB = rows.stepB();
        return (inputs, outputs) -> {
            byte[] a = inputs.get(0).bytes();
            byte[] b = inputs.get(1).bytes();
            byte[] y = outputs.getFirst().bytes();
            rows.forEach((atA, atB, out) -> row.apply(a, atA, stepA, b, atB, stepB, y, out, n));
        };
    }

    private static Row row(Binary operator, float scaleA, float scaleB, float scaleOut) {
        return switch (operator) {
            case Add o -> add(factor("a", scaleA, scaleOut), factor("b", scaleB, scaleOut));
            case Sub o -> subtract(factor("a", scaleA, scaleOut), factor("b", scaleB, scaleOut));
            case Mul o -> multiply(Requantization.multiplier("the product", scaleA, scaleB, scaleOut));
            case Div o ->
                divide(Requantization.multiplier(
                                "the quotient", (double) scaleA / ((double) scaleB * (double) scaleOut)))
                        .row();
            case Max o -> choose(true, scaleA, scaleB, scaleOut).row();
            case Min o -> choose(false, scaleA, scaleB, scaleOut).row();
            case Pow o -> power(scaleA, scaleB, scaleOut).row();
        };
    }

    private static float factor(String operand, float scale, float scaleOut) {
        return Requantization.multiplier("operand " + operand, (double) scale / (double) scaleOut);
    }

    private static Row add(float ma, float mb) {
        return (a, atA, stepA, b, atB, stepB, y, out, n) -> {
            if (n == y.length && stepA == 1 && stepB == 1) {
                add(a, b, y, ma, mb);
                return;
            }
            for (int i = 0; i < n; i++) {
                y[out + i] = Requantization.saturate((float) a[atA + i * stepA] * ma + (float) b[atB + i * stepB] * mb);
            }
        };
    }

    /** Tensors of one shape: with one index for all arrays the loop fills vectors. */
    private static void add(byte[] a, byte[] b, byte[] y, float ma, float mb) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Requantization.saturate((float) a[i] * ma + (float) b[i] * mb);
        }
    }

    private static Row subtract(float ma, float mb) {
        return (a, atA, stepA, b, atB, stepB, y, out, n) -> {
            for (int i = 0; i < n; i++) {
                y[out + i] = Requantization.saturate((float) a[atA + i * stepA] * ma - (float) b[atB + i * stepB] * mb);
            }
        };
    }

    private static Row multiply(float m) {
        return (a, atA, stepA, b, atB, stepB, y, out, n) -> {
            for (int i = 0; i < n; i++) {
                y[out + i] = Requantization.requantize(a[atA + i * stepA] * b[atB + i * stepB], m);
            }
        };
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

    /** Entries are made when they are asked for: small tensors need few of them, and a question of support none. */
    private static Function power(float scaleA, float scaleB, float scaleOut) {
        var table = new short[256 * 256];
        Arrays.fill(table, UNKNOWN);
        return (a, b) -> {
            int index = (a + 128) * 256 + b + 128;
            short known = table[index];
            if (known == UNKNOWN) {
                // Threads that come here together write the same.
                double value = StrictMath.pow((double) a * (double) scaleA, (double) b * (double) scaleB);
                known = Int8Table.saturate(value / (double) scaleOut);
                table[index] = known;
            }
            return (byte) known;
        };
    }
}
