package dev.touchstone.reference;

import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;

/**
 * Rule E2: a loop for each operator, over one row. The sums of whole tensors and of a channel and its bias have loops of
 * their own: with one index for all arrays they fill vectors.
 */
final class BinaryFloat {
    private BinaryFloat() {}

    static Kernel prepare(Binary operator, RowLayout rows) {
        int n = rows.length();
        int stepA = rows.stepA();
        int stepB = rows.stepB();
        return (inputs, outputs) -> {
            float[] a = inputs.get(0).floats();
            float[] b = inputs.get(1).floats();
            float[] y = outputs.getFirst().floats();
            if (operator instanceof Add && n == y.length && stepA == 1 && stepB == 1) {
                add(a, b, y);
            } else {
                rows.forEach((atA, atB, out) -> row(operator, a, atA, stepA, b, atB, stepB, y, out, n));
            }
        };
    }

    /** {@code y[out..out+n)} from operands that step by 0 or 1. */
    private static void row(
            Binary operator, float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int out, int n) {
        switch (operator) {
            case Add o -> {
                if (atA == out && stepA == 1 && stepB == 0) {
                    add(a, b[atB], y, out, out + n);
                } else {
                    for (int i = 0; i < n; i++) {
                        y[out + i] = a[atA + i * stepA] + b[atB + i * stepB];
                    }
                }
            }
            case Sub o -> {
                for (int i = 0; i < n; i++) {
                    y[out + i] = a[atA + i * stepA] - b[atB + i * stepB];
                }
            }
            case Mul o -> {
                for (int i = 0; i < n; i++) {
                    y[out + i] = a[atA + i * stepA] * b[atB + i * stepB];
                }
            }
            case Div o -> {
                for (int i = 0; i < n; i++) {
                    y[out + i] = a[atA + i * stepA] / b[atB + i * stepB];
                }
            }
            case Max o -> {
                for (int i = 0; i < n; i++) {
                    float p = a[atA + i * stepA];
                    float q = b[atB + i * stepB];
                    y[out + i] = p > q ? p : q;
                }
            }
            case Min o -> {
                for (int i = 0; i < n; i++) {
                    float p = a[atA + i * stepA];
                    float q = b[atB + i * stepB];
                    y[out + i] = p < q ? p : q;
                }
            }
            case Pow o -> {
                for (int i = 0; i < n; i++) {
                    y[out + i] = (float) StrictMath.pow(a[atA + i * stepA], b[atB + i * stepB]);
                }
            }
        }
    }

    private static void add(float[] a, float[] b, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void add(float[] a, float b, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] + b;
        }
    }
}
