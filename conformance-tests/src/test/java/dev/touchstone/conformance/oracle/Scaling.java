package dev.touchstone.conformance.oracle;

/** The rules that all int8 operators share: multipliers, biases, rounding, tables. */
final class Scaling {
    private Scaling() {}

    /** N3: divided in double, then rounded to float32. */
    static Fraction multiplier(Fraction numerator, Fraction denominator) {
        return numerator.over(denominator).float64().float32();
    }

    /** N3 for one input, one weight and one output scale; a product of two float32 is exact in double. */
    static Fraction multiplier(Fraction input, Fraction weight, Fraction output) {
        return multiplier(input.times(weight).float64(), output);
    }

    /** N4. */
    static long bias(Fraction bias, Fraction input, Fraction weight) {
        return bias.over(input.times(weight).float64()).float64().nearestEven().longValueExact();
    }

    /** The float32 that N7 rounds: the sum as float32, times the multiplier. */
    static Fraction scaled(long sum, Fraction multiplier) {
        return Fraction.of(sum).float32().times(multiplier).float32();
    }

    /** N7, before it rounds. */
    static Bounds requantized(long sum, Fraction multiplier) {
        return Bounds.of(scaled(sum, multiplier));
    }

    /** N10 for a real number that double arithmetic has made. */
    static Bounds steps(Fraction real, Fraction output) {
        return Bounds.of(real.over(output).float64());
    }

    /** N10 for a real number between two others; they are not rounded to double, but lie apart by more than that. */
    static Bounds steps(Bounds real, Fraction output) {
        if (real.isExact()) {
            return steps(real.least().float64(), output);
        }
        return new Bounds(real.least().over(output), real.most().over(output));
    }

    /** N10 for the identity: M3. */
    static Bounds moved(int code, Fraction input, Fraction output) {
        return input.compareTo(output) == 0
                ? Bounds.of(code)
                : steps(Fraction.of(code).times(input), output);
    }
}
