package dev.touchstone.reference;

import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;

/** Rule E2 on one row. */
final class BinaryFloat {
    private BinaryFloat() {}

    /** {@code y[out..out+n)} from operands that step by 0 or 1. */
    static void row(
            Binary operator, float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int out, int n) {
        if (operator instanceof Add && stepA == 1 && stepB == 0) {
            addConstant(a, atA, b[atB], y, out, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            y[out + i] = apply(operator, a[atA + i * stepA], b[atB + i * stepB]);
        }
    }

    /** The bias of a channel: the commonest row by far. */
    private static void addConstant(float[] a, int at, float b, float[] y, int out, int n) {
        for (int i = 0; i < n; i++) {
            y[out + i] = a[at + i] + b;
        }
    }

    private static float apply(Binary operator, float a, float b) {
        return switch (operator) {
            case Add o -> a + b;
            case Sub o -> a - b;
            case Mul o -> a * b;
            case Div o -> a / b;
            case Max o -> a > b ? a : b;
            case Min o -> a < b ? a : b;
            case Pow o -> (float) StrictMath.pow(a, b);
        };
    }
}
