package dev.touchstone.conformance.oracle;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Counts what was compared for one operator; a mismatch is an error at once. */
final class Tally {
    private final String operator;
    private int nodes;
    private int refused;
    private long compared;
    private long undecided;

    Tally(String operator) {
        this.operator = operator;
    }

    long compared() {
        return compared;
    }

    /** Counts a node that core or the reference refuses. */
    void refuse() {
        if (++refused > 100 + 10 * nodes) {
            throw new AssertionError(operator + ": almost all nodes drawn are refused");
        }
    }

    /** Compares all outputs of a node. */
    void add(Drawn drawn, long seed, List<Bounds[]> expected, List<Tensor> actual) {
        nodes++;
        for (int i = 0; i < actual.size(); i++) {
            for (int e = 0; e < expected.get(i).length; e++) {
                var bounds = expected.get(i)[e];
                var number = number(actual.get(i), e);
                if (!bounds.admit(number)) {
                    throw new AssertionError(operator + " of seed " + seed + ", " + drawn.node() + ", inputs "
                            + drawn.inputs() + ": output " + i + " element " + e + " is " + number
                            + ", the rules say " + bounds);
                }
                compared++;
                undecided += bounds.isExact() ? 0 : 1;
            }
        }
    }

    private static Fraction number(Tensor tensor, int index) {
        return switch (tensor.type().dataType()) {
            case FLOAT32 -> Fraction.of(tensor.floats()[index]);
            case INT32 -> Fraction.of(tensor.ints()[index]);
            case INT64 -> Fraction.of(tensor.longs()[index]);
            case INT8 -> Fraction.of(tensor.bytes()[index]);
            case UINT8, BOOL -> throw new IllegalArgumentException(DataType.UINT8 + " has no rules here");
        };
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-22s %,10d elements of %,7d nodes, 0 mismatches, %d where StrictMath's error decides",
                operator,
                compared,
                nodes,
                undecided);
    }
}
