package dev.touchstone.benchmarks.peer;

/** One way to compute a network on one image. */
interface Contender extends AutoCloseable {
    /** For tables. */
    String name();

    /** Computes once, from float32 NCHW to float32. */
    float[] run();

    @Override
    void close();
}
