package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Abs;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Clip;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Operator;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Square;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.DataType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which element types a program may apply an operator to. Source graphs hold real numbers as float32; integers are
 * sizes, indices and plain data, and functions of real numbers are not defined on them.
 */
final class ElementRules {
    private static final Set<DataType> REAL = EnumSet.of(DataType.FLOAT32);
    private static final Set<DataType> NUMBERS = EnumSet.of(DataType.FLOAT32, DataType.INT32, DataType.INT64);
    private static final Set<DataType> ANY = EnumSet.allOf(DataType.class);

    private ElementRules() {}

    static void require(Operator operator, DataType found) {
        var allowed = allowed(operator);
        if (!allowed.contains(found)) {
            throw new InvalidGraphException("input is " + found + "; expected one of " + allowed);
        }
    }

    private static Set<DataType> allowed(Operator operator) {
        return switch (operator) {
            case Scale o -> ANY;
            case Abs o -> NUMBERS;
            case Square o -> NUMBERS;
            case Clip o -> NUMBERS;
            case Unary o -> REAL;
            case Binary o -> NUMBERS;
            case BatchNorm o -> REAL;
            case L2Norm o -> REAL;
            case MaxPool2dWithIndex o -> REAL;
            case PNorm o -> REAL;
            case Pool2d o -> REAL;
            case Prelu o -> REAL;
            case Resize o -> o.method() == Resize.Method.NEAREST ? ANY : REAL;
            case Softmax o -> REAL;
            default -> ANY;
        };
    }
}
