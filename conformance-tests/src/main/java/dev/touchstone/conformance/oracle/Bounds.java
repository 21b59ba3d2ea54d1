package dev.touchstone.conformance.oracle;

/**
 * Where one element of a result must lie. Least and most differ only where a rule calls a function of {@link StrictMath}
 * and its exact value is so near to a tie that the function's own error decides.
 *
 * @param least in steps for int8, rounded or not, else the number itself
 * @param most not below least
 */
public record Bounds(Fraction least, Fraction most) {
    static Bounds of(long integer) {
        return of(Fraction.of(integer));
    }

    static Bounds of(Fraction number) {
        return new Bounds(number, number);
    }

    /** What the end of every int8 rule makes of it. */
    public Bounds rounded(Arithmetic arithmetic) {
        var low = Fraction.of(arithmetic.code(least));
        return isExact() ? of(low) : new Bounds(low, Fraction.of(arithmetic.code(most)));
    }

    /** The narrowest bounds that hold these and others. */
    public Bounds with(Bounds other) {
        return new Bounds(least.min(other.least), most.max(other.most));
    }

    /** Whether a number lies there. */
    boolean admit(Fraction number) {
        return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }

    /** Whether a code is what the end of every int8 rule makes of it. */
    public boolean becomes(int code, Arithmetic arithmetic) {
        int low = arithmetic.code(least);
        return code == low || (!isExact() && code > low && code <= arithmetic.code(most));
    }

    boolean isExact() {
        return least.compareTo(most) == 0;
    }

    @Override
    public String toString() {
        return isExact() ? least.toString() : least + " to " + most;
    }
}
