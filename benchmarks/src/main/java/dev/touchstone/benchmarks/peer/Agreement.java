package dev.touchstone.benchmarks.peer;

/**
 * How far two engines' results are apart. They round in different places (a mean, a sum of two scales), so that they
 * need not be equal; but whoever leaves out work is far off.
 *
 * @param equal share of the results that are the same
 * @param error root mean square of the differences, as a share of that of the results
 */
record Agreement(double equal, double error) {
    /** Unrelated results have an error of about 1.4; rounding errors of some tens of layers stay below this. */
    private static final double LIMIT = 0.01;

    /** Whether the two compute the same but for rounding, so that their times may be compared. */
    boolean isClose() {
        return error <= LIMIT;
    }

    /**
     * Compares.
     *
     * @throws IllegalStateException if what is expected is nothing but zeros
     */
    static Agreement of(Contender expected, Contender actual) {
        float[] e = expected.run();
        float[] a = actual.run();
        double difference = 0;
        double size = 0;
        int equal = 0;
        for (int i = 0; i < e.length; i++) {
            difference += Math.pow(a[i] - e[i], 2);
            size += Math.pow(e[i], 2);
            equal += a[i] == e[i] ? 1 : 0;
        }
        if (size == 0) {
            throw new IllegalStateException(expected.name() + " computes nothing but zeros; no times are compared");
        }
        return new Agreement((double) equal / e.length, Math.sqrt(difference / size));
    }
}
