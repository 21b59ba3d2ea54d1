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
        Accumulation accumulation,
        Coefficients coefficients) {
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
            Accumulation.STATED_ORDER,
            Coefficients.AS_STATED);

    /** The same with another rounding. */
    public NumericProfile with(Rounding rounding) {
        return new NumericProfile(
                rounding,
                range,
                requantization,
                multiplier,
                bias,
                activationPlace,
                averageDivisor,
                transcendental,
                accumulation,
                coefficients);
    }

    /** The same with sums in another order. */
    public NumericProfile with(Accumulation accumulation) {
        return new NumericProfile(
                rounding,
                range,
                requantization,
                multiplier,
                bias,
                activationPlace,
                averageDivisor,
                transcendental,
                accumulation,
                coefficients);
    }

    /** How a real number becomes an integer. */
    public enum Rounding {
        /** To the nearest, ties to even. */
        HALF_EVEN,
        /** To the nearest, ties away from zero. */
        HALF_AWAY,
        /** To the nearest, ties towards positive infinity. */
        HALF_UP,
        /** Towards zero. */
        TRUNCATE,
        /** Towards negative infinity. */
        FLOOR,
        /** Not known, so that every value is admitted. */
        UNKNOWN
    }

    /** Which integers int8 results take. */
    public enum Range {
        /** -127..127. */
        SYMMETRIC,
        /** -128..127. */
        FULL,
        /** Not known, so that every value is admitted. */
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
        /** An integer product and a shift. */
        FIXED_POINT,
        /** Not known, so that every value is admitted. */
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
        /** Not known, so that every value is admitted. */
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
        /** Not known, so that every value is admitted. */
        UNKNOWN
    }

    /** Where a fused activation applies. */
    public enum ActivationPlace {
        /** On the scaled number, before it is rounded. */
        FLOAT_BEFORE_ROUND,
        /** On the rounded integer. */
        INTEGER_AFTER_ROUND,
        /** Not known, so that every value is admitted. */
        UNKNOWN
    }

    /** How an average is divided. */
    public enum AverageDivisor {
        /** One exact factor for each number of elements. */
        PER_WINDOW,
        /** Padding always counts. */
        FULL_WINDOW,
        /** By a product with a rounded reciprocal. */
        RECIPROCAL,
        /** Not known, so that every value is admitted. */
        UNKNOWN
    }

    /** How exp, sigmoid, tanh and the like are made. */
    public enum Transcendental {
        /** Tables computed in double with StrictMath (rule N10). */
        TABLE,
        /** By approximations in float32. */
        FLOAT_APPROXIMATION,
        /** Not known, so that every value is admitted. */
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
        /** In float16, in any order. */
        HALF_PRECISION,
        /** Not known, so that every value is admitted. */
        UNKNOWN
    }

    /** How factor and offset of int8 {@code batch_norm} and {@code scale} are kept. */
    public enum Coefficients {
        /** As the rules say. */
        AS_STATED,
        /**
         * Factors as int8 codes with one scale, the greatest being 127; offsets in steps of the products; at most four
         * roundings to float32 until the result is rounded.
         */
        INT8,
        /** Not known, so that every value is admitted. */
        UNKNOWN
    }
}
