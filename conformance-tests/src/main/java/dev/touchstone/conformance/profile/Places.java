package dev.touchstone.conformance.profile;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which elements of a tensor are judged in exact arithmetic: all, or of large tensors a sample that the tensor alone
 * decides. Places count from 0 and follow the elements' order.
 */
public final class Places {
    /** So many elements take some seconds. */
    private static final int MOST = 100_000;

    /** Of larger tensors so many are drawn, and as many again of those that deserve it. */
    private static final int SAMPLE = 10_000;

    private final int size;
    private final int[] sampled;

    private Places(int size, int[] sampled) {
        this.size = size;
        this.sampled = sampled;
    }

    /** Every element. */
    public static Places all(int size) {
        return new Places(size, IntStream.range(0, size).toArray());
    }

    /**
     * Every element, or a sample.
     *
     * @param size number of elements
     * @param telling which elements deserve to be judged most
     */
    public static Places of(int size, IntPredicate telling) {
        if (size <= MOST) {
            return all(size);
        }
        var some = spread(IntStream.range(0, size).toArray());
        var chosen = spread(IntStream.range(0, size).filter(telling).toArray());
        return new Places(
                size,
                IntStream.concat(Arrays.stream(some), Arrays.stream(chosen))
                        .sorted()
                        .distinct()
                        .toArray());
    }

    /** So many of these at equal distances, or all; distances are no whole number, so that no axis is met in step. */
    private static int[] spread(int[] all) {
        return all.length <= SAMPLE
                ? all
                : IntStream.range(0, SAMPLE)
                        .map(i -> all[(int) ((long) i * all.length / SAMPLE)])
                        .toArray();
    }

    /** How many elements are judged. */
    public int count() {
        return sampled.length;
    }

    /** Whether elements are left out. */
    public boolean isSample() {
        return sampled.length < size;
    }

    /** The element of a place. */
    public int at(int place) {
        return sampled[place];
    }

    /** The place of an element; negative if it is not judged. */
    int of(int index) {
        return isSample() ? Arrays.binarySearch(sampled, index) : index;
    }

    /** What stands at the elements that are judged. */
    double[] of(double[] all) {
        return isSample() ? Arrays.stream(sampled).mapToDouble(i -> all[i]).toArray() : all;
    }
}
