package dev.touchstone.conformance.oracle;

import java.math.BigInteger;
import java.util.List;

/**
 * One way to compute int8 results, down to the bit: what {@link dev.touchstone.backend.NumericProfile} leaves open is
 * decided here. Every field's first value is the rules'.
 *
 * @param rounding how steps become an integer
 * @param limits what becomes of an integer beyond int8
 * @param requantization how a sum becomes steps
 * @param multiplier how the factor of a requantization is made
 * @param bias in which numbers a float32 bias is added
 * @param activation where a fused activation applies
 * @param divisor how an average is divided
 * @param padding what sums find outside the image
 * @param maximum what maxima find outside the image
 * @param tables in which numbers a function of one code is computed
 */
public record Arithmetic(
        Rounding rounding,
        Limits limits,
        Requantization requantization,
        Multiplier multiplier,
        Bias bias,
        Activation activation,
        Divisor divisor,
        Padding padding,
        Maximum maximum,
        Tables tables) {
    /** The rules' own. */
    public static final Arithmetic RULES = new Arithmetic(
            Rounding.HALF_EVEN,
            Limits.SYMMETRIC,
            Requantization.F32,
            Multiplier.FROM_DOUBLE,
            Bias.INT32_HALF_EVEN,
            Activation.BEFORE_ROUNDING,
            Divisor.PER_WINDOW,
            Padding.ZERO,
            Maximum.INSIDE,
            Tables.DOUBLE);

    /** How a sum becomes steps. */
    public enum Requantization {
        /** The sum as float32 times a float32. */
        F32,
        /** The sum times a double. */
        DOUBLE,
        /** An integer of 31 significant bits and one shift that rounds. */
        FIXED_31,
        /** The same, but the product's high half is rounded, ties away from zero, before the shift rounds again. */
        FIXED_31_TWICE,
        /** An integer of 15 significant bits and one shift that rounds. */
        FIXED_15,
        /** The real number, without any rounding error; its factor is not rounded either. */
        EXACT
    }

    /** How the factor of a requantization is made. */
    public enum Multiplier {
        /** In double. */
        FROM_DOUBLE,
        /** In float32 steps, left to right. */
        FLOAT_STEPS
    }

    /** In which numbers a float32 bias is added. */
    public enum Bias {
        /** An integer in steps of the sum, to the nearest, ties to even. */
        INT32_HALF_EVEN,
        /** An integer in steps of the sum, truncated. */
        INT32_TRUNCATED,
        /** float32 in steps of the output, by a fused multiply-add. */
        F32_FMA,
        /** float32 in steps of the output, added to the rounded product. */
        F32_MLA
    }

    /** Where a fused activation applies. */
    public enum Activation {
        /** On the steps before they are rounded. */
        BEFORE_ROUNDING,
        /** On the rounded integer, and what it gives is rounded again. */
        AFTER_ROUNDING
    }

    /** How an average is divided. */
    public enum Divisor {
        /** One exact factor for each number of elements. */
        PER_WINDOW,
        /** By the window's size, as if padding counted always. */
        FULL_WINDOW,
        /** By a float32 product with a rounded reciprocal. */
        RECIPROCAL
    }

    /** What sums find outside the image. */
    public enum Padding {
        /** Zero. */
        ZERO,
        /** The code -128, which is 0 as an unsigned byte. */
        LOWEST_CODE
    }

    /** What maxima find outside the image. */
    public enum Maximum {
        /** Nothing. */
        INSIDE,
        /** Zero, which is larger than what is negative. */
        WITH_ZERO
    }

    /** In which numbers a function of one code is computed. */
    public enum Tables {
        /** In double. */
        DOUBLE,
        /** Each operation in float32, the function itself to the nearest. */
        FLOAT32
    }

    /** The same with other rounding. */
    public Arithmetic with(Rounding value) {
        return new Arithmetic(
                value, limits, requantization, multiplier, bias, activation, divisor, padding, maximum, tables);
    }

    /** The same with other limits. */
    public Arithmetic with(Limits value) {
        return new Arithmetic(
                rounding, value, requantization, multiplier, bias, activation, divisor, padding, maximum, tables);
    }

    /** The same with other requantization. */
    public Arithmetic with(Requantization value) {
        return new Arithmetic(rounding, limits, value, multiplier, bias, activation, divisor, padding, maximum, tables);
    }

    /** The same with other multiplier. */
    public Arithmetic with(Multiplier value) {
        return new Arithmetic(
                rounding, limits, requantization, value, bias, activation, divisor, padding, maximum, tables);
    }

    /** The same with other bias. */
    public Arithmetic with(Bias value) {
        return new Arithmetic(
                rounding, limits, requantization, multiplier, value, activation, divisor, padding, maximum, tables);
    }

    /** The same with other activation. */
    public Arithmetic with(Activation value) {
        return new Arithmetic(
                rounding, limits, requantization, multiplier, bias, value, divisor, padding, maximum, tables);
    }

    /** The same with other divisor. */
    public Arithmetic with(Divisor value) {
        return new Arithmetic(
                rounding, limits, requantization, multiplier, bias, activation, value, padding, maximum, tables);
    }

    /** The same with other padding. */
    public Arithmetic with(Padding value) {
        return new Arithmetic(
                rounding, limits, requantization, multiplier, bias, activation, divisor, value, maximum, tables);
    }

    /** The same with other maximum. */
    public Arithmetic with(Maximum value) {
        return new Arithmetic(
                rounding, limits, requantization, multiplier, bias, activation, divisor, padding, value, tables);
    }

    /** The same with other tables. */
    public Arithmetic with(Tables value) {
        return new Arithmetic(
                rounding, limits, requantization, multiplier, bias, activation, divisor, padding, maximum, value);
    }

    /** The code that these steps become. */
    public int code(Fraction steps) {
        return limits.code(rounding.integer(steps));
    }

    /** N3: numerators are multiplied and divided by the denominators, as far as they go not yet rounded to float32. */
    Fraction factor(List<Fraction> numerators, List<Fraction> denominators) {
        if (requantization == Requantization.EXACT) {
            return product(numerators).over(product(denominators));
        }
        return switch (multiplier) {
            case FROM_DOUBLE ->
                product64(numerators).over(product64(denominators)).float64();
            case FLOAT_STEPS -> {
                var factor = Fraction.ONE;
                for (var numerator : numerators) {
                    factor = factor.times(numerator).float32();
                }
                for (var denominator : denominators) {
                    factor = factor.over(denominator).float32();
                }
                yield factor;
            }
        };
    }

    private static Fraction product(List<Fraction> factors) {
        return factors.stream().reduce(Fraction.ONE, Fraction::times);
    }

    private static Fraction product64(List<Fraction> factors) {
        return factors.stream().reduce(Fraction.ONE, (a, b) -> a.times(b).float64());
    }

    /** The factor of an average over so many elements. */
    Fraction averageFactor(Fraction in, Fraction out, long elements) {
        var divisor = Fraction.of(elements);
        return divisor() == Divisor.RECIPROCAL
                ? factor(List.of(in), List.of(out))
                        .float32()
                        .times(Fraction.ONE.over(divisor).float32())
                        .float32()
                : factor(List.of(in), List.of(out, divisor));
    }

    /** N7, before it rounds: a sum times a factor. */
    Fraction steps(long sum, Fraction factor) {
        return switch (requantization) {
            case F32 -> Fraction.of(sum).float32().times(factor.float32()).float32();
            case DOUBLE -> Fraction.of(sum).times(factor).float64();
            case EXACT -> Fraction.of(sum).times(factor);
            case FIXED_31 -> Fraction.of(sum).times(factor.significant(31));
            case FIXED_15 -> Fraction.of(sum).times(factor.significant(15));
            case FIXED_31_TWICE -> highHalf(sum, factor.significant(31));
        };
    }

    /** The factor is f * 2^e with f from one half to one; the product with f is rounded before it is shifted right by -e. */
    private static Fraction highHalf(long sum, Fraction factor) {
        int right = Math.max(-factor.exponent() - 1, 0);
        var high = Rounding.HALF_AWAY.integer(Fraction.of(sum).times(factor).scaled(right));
        return new Fraction(high, BigInteger.ONE).scaled(-right);
    }

    /** A sum or difference of steps: as float32, unless the products were no float32. */
    Fraction sum(Fraction a, Fraction b) {
        var sum = a.plus(b);
        return requantization == Requantization.F32 ? sum.float32() : sum;
    }

    /** A quantity that tables compute with. */
    Fraction entry(Fraction number) {
        return tables == Tables.DOUBLE ? number.float64() : number.float32();
    }
}
