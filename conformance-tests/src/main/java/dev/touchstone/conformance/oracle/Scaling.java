package dev.touchstone.conformance.oracle;

import java.util.List;

/** What all int8 operators share: multipliers, biases, tables; with the arithmetic that the rules leave to profiles. */
final class Scaling {
    private Scaling() {}

    /** The float32 that a sum times a float32 is. */
    static Fraction scaled(long sum, Fraction multiplier) {
        return Fraction.of(sum).float32().times(multiplier).float32();
    }

    /** N4, before it rounds. */
    static Fraction bias(Fraction bias, Fraction input, Fraction weight) {
        return bias.over(input.times(weight).float64()).float64();
    }

    /** N7, before it rounds: a sum times numerators over denominators. */
    static Bounds requantized(long sum, List<Fraction> numerators, List<Fraction> denominators, Arithmetic arithmetic) {
        return Bounds.of(arithmetic.steps(sum, arithmetic.factor(numerators, denominators)));
    }

    /** N10 for a real number that a table's arithmetic has made. */
    static Bounds steps(Fraction real, Fraction output, Arithmetic arithmetic) {
        return Bounds.of(arithmetic.entry(real.over(output)));
    }

    /** N10 for a real number between two others; they are not rounded to double, but lie apart by more than that. */
    static Bounds steps(Bounds real, Fraction output, Arithmetic arithmetic) {
        if (arithmetic.tables() == Arithmetic.Tables.FLOAT32) {
            return new Bounds(
                    real.least().float32().over(output).float32(),
                    real.most().float32().over(output).float32());
        }
        if (real.isExact()) {
            return steps(real.least().float64(), output, arithmetic);
        }
        return new Bounds(real.least().over(output), real.most().over(output));
    }

    /** N10 for the identity: M3. */
    static Bounds moved(int code, Fraction input, Fraction output, Arithmetic arithmetic) {
        return input.compareTo(output) == 0
                ? Bounds.of(code)
                : steps(arithmetic.entry(Fraction.of(code).times(input)), output, arithmetic);
    }
}
