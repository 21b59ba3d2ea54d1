package dev.touchstone.benchmarks.start;

/** The program that does nothing: what starting Java costs anybody. */
public final class Nothing {
    private Nothing() {}

    /** Ends. */
    public static void main(String... arguments) {}
}
