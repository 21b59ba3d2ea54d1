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

    /**
     * Compares.
     *
     * @throws IllegalStateException if they are too far apart for their times to be comparable
     */
    static Agreement require(Contender expected, Contender actual) {
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
        var agreement = new Agreement((double) equal / e.length, Math.sqrt(difference / size));
        if (!(size > 0 && agreement.error <= LIMIT)) {
            throw new IllegalStateException(actual.name() + " does not compute what " + expected.name() + " computes: "
                    + agreement + "; no times are compared");
        }
        return agreement;
    }
}
