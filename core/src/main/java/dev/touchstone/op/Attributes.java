package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks of attribute values; every message names the attribute, the value found and the values allowed. */
final class Attributes {
    private Attributes() {}

    /**
     * Demands a condition.
     *
     * @param fault the message in parts, which are put together only if it is needed: graphs are checked after every pass
     */
    static void require(boolean condition, @Nullable Object... fault) {
        if (!condition) {
            throw new InvalidGraphException(
                    Arrays.stream(fault).map(String::valueOf).collect(Collectors.joining()));
        }
    }

    /** Writes the type down only if it is a fault: graphs are checked after every pass. */
    static void requireInput(boolean condition, TensorType found, String expected) {
        if (!condition) {
            throw new InvalidGraphException("input is " + found + "; expected " + expected);
        }
    }

    static void positive(String attribute, int value) {
        require(value >= 1, attribute, " is ", value, "; expected 1 or more");
    }

    static void notNegative(String attribute, int value) {
        require(value >= 0, attribute, " is ", value, "; expected 0 or more");
    }

    static void finite(String attribute, float value) {
        require(Float.isFinite(value), attribute, " is ", value, "; expected a finite number");
    }

    /** A scale that a tensor can have. */
    static void scale(float value) {
        Quantization.perTensor(value);
    }

    /** A count computed in 64 bits, as an extent. */
    static int extent(String what, long value) {
        require(value <= Integer.MAX_VALUE, what, " is ", value, "; expected at most ", Integer.MAX_VALUE);
        return (int) value;
    }

    /** Data that stands for real numbers: what has an average, a norm or an exponential. */
    static void real(TensorType input) {
        require(
                input.isFloat() || input.isQuantizedInt8(),
                "input is ",
                input,
                "; expected float32 or int8 with a scale");
    }

    /** Operands of one meaning: the same data type, and either both quantized or none. */
    static void sameKind(TensorType a, TensorType b) {
        require(
                a.dataType() == b.dataType(),
                "operands are ",
                a.dataType(),
                " and ",
                b.dataType(),
                "; expected one data type");
        require(
                (a.quantization() == null) == (b.quantization() == null),
                "operands are ",
                a,
                " and ",
                b,
                "; expected both with a scale or none");
    }
}
