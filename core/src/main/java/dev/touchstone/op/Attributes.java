package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.TensorType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of attribute values; every message names the attribute, the value found and the values allowed. */
final class Attributes {
    private Attributes() {}

    /**
     * Demands a condition.
     *
     * @param fault the message, with {@code %s} for each value; formatted only if it is needed, because graphs are checked
     *     after every pass
     */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that nothing else here needs
    static void require(boolean condition, String fault, @Nullable Object... values) {
        if (!condition) {
            throw new InvalidGraphException(String.format(Locale.ROOT, fault, values));
        }
    }

    /** Writes the type down only if it is a fault: graphs are checked after every pass. */
    static void requireInput(boolean condition, TensorType found, String expected) {
        if (!condition) {
            throw new InvalidGraphException("input is " + found + "; expected " + expected);
        }
    }

    static void positive(String attribute, int value) {
        require(value >= 1, "%s is %s; expected 1 or more", attribute, value);
    }

    static void notNegative(String attribute, int value) {
        require(value >= 0, "%s is %s; expected 0 or more", attribute, value);
    }

    static void finite(String attribute, float value) {
        require(Float.isFinite(value), "%s is %s; expected a finite number", attribute, value);
    }

    /** A scale that a tensor can have. */
    static void scale(float value) {
        Quantization.perTensor(value);
    }

    /** A count computed in 64 bits, as an extent. */
    static int extent(String what, long value) {
        require(value <= Integer.MAX_VALUE, "%s is %s; expected at most %s", what, value, Integer.MAX_VALUE);
        return (int) value;
    }

    /** Data that stands for real numbers: what has an average, a norm or an exponential. */
    static void real(TensorType input) {
        require(
                input.isFloat() || input.isQuantizedInt8(),
                "input is %s; expected float32 or int8 with a scale",
                input);
    }

    /** Operands of one meaning: the same data type, and either both quantized or none. */
    static void sameKind(TensorType a, TensorType b) {
        require(
                a.dataType() == b.dataType(),
                "operands are %s and %s; expected one data type",
                a.dataType(),
                b.dataType());
        require(
                (a.quantization() == null) == (b.quantization() == null),
                "operands are %s and %s; expected both with a scale or none",
                a,
                b);
    }
}
