package dev.touchstone.backend;

/**
 * Every degree of freedom in the arithmetic of a backend. The reference's profile is the definition; another backend
 * declares its own and is judged by it. UNKNOWN admits all values of a field. Source of the fields: rules N1 to N12.
 */
public record NumericProfile(
        Rounding rounding,
        Range range,
        Requantization requantization,
        Multiplier multiplier,
        Bias bias,
        ActivationPlace activationPlace,
        AverageDivisor averageDivisor,
        Transcendental transcendental,
        Accumulation accumulation) {
    /** The profile that defines the operators. */
    public static final NumericProfile REFERENCE = new NumericProfile(
            Rounding.HALF_EVEN,
            Range.SYMMETRIC,
            Requantization.F32_MUL,
            Multiplier.FROM_DOUBLE,
            Bias.INT32_HALF_EVEN,
            ActivationPlace.FLOAT_BEFORE_ROUND,
            AverageDivisor.PER_WINDOW,
            Transcendental.TABLE,
            Accumulation.STATED_ORDER);

    /** How a real number becomes an integer. */
    public enum Rounding {
        HALF_EVEN,
        HALF_AWAY,
        HALF_UP,
        TRUNCATE,
        FLOOR,
        UNKNOWN
    }

    /** Which integers int8 results take. */
    public enum Range {
        /** -127..127. */
        SYMMETRIC,
        /** -128..127. */
        FULL,
        UNKNOWN
    }

    /** How an accumulator is scaled. */
    public enum Requantization {
        /** One float32 product. */
        F32_MUL,
        /** Bias added by a fused multiply-add. */
        F32_FMA,
        /** Bias added in float32 after the product, two roundings. */
        F32_MLA,
        FIXED_POINT,
        UNKNOWN
    }

    /** How the factor of a requantization is made. */
    public enum Multiplier {
        /** In double, rounded once to float32 (rule N3). */
        FROM_DOUBLE,
        /** In float32 steps. */
        FLOAT_STEPS,
        /** Fixed point of the float32 quotient. */
        FIXED_POINT,
        UNKNOWN
    }

    /** In which numbers a bias is added. */
    public enum Bias {
        /** int32 accumulator units, ties to even (rule N4). */
        INT32_HALF_EVEN,
        /** int32 accumulator units, truncated. */
        INT32_TRUNCATED,
        /** float32 output units. */
        F32,
        UNKNOWN
    }

    /** Where a fused activation applies. */
    public enum ActivationPlace {
        FLOAT_BEFORE_ROUND,
        INTEGER_AFTER_ROUND,
        UNKNOWN
    }

    /** How an average is divided. */
    public enum AverageDivisor {
        /** One exact factor for each number of elements. */
        PER_WINDOW,
        /** Padding always counts. */
        FULL_WINDOW,
        RECIPROCAL,
        UNKNOWN
    }

    /** How exp, sigmoid, tanh and the like are made. */
    public enum Transcendental {
        /** Tables computed in double with StrictMath (rule N10). */
        TABLE,
        FLOAT_APPROXIMATION,
        UNKNOWN
    }

    /** In which order float32 sums are made. */
    public enum Accumulation {
        /** The order that each kernel states, two roundings a step. */
        STATED_ORDER,
        /** The stated order with fused multiply-add. */
        STATED_ORDER_FMA,
        /** Any blocked order. */
        BLOCKED,
        HALF_PRECISION,
        UNKNOWN
    }
}
