package dev.touchstone;

import java.util.List;
import java.util.stream.Collectors;

/** A graph, an operator's attributes or a tensor's type break a rule. Carries every fault that was found. */
public final class InvalidGraphException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /** A single fault, in one sentence. */
    public InvalidGraphException(String fault) {
        this(List.of(fault));
    }

    /**
     * Faults found together.
     *
     * @param faults one sentence each, with the node's name in front where there is one; not empty
     */
    public InvalidGraphException(List<String> faults) {
        super(faults.stream().collect(Collectors.joining(System.lineSeparator())));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("no faults");
        }
        this.faults = List.copyOf(faults);
    }

    /** Every fault that was found, one sentence each; not empty. */
    public List<String> faults() {
        return faults;
    }

    /** The same faults, each said of a node: {@code conv2d_3 (conv2d): filter has ...}. */
    public InvalidGraphException at(String node, String operator) {
        return new InvalidGraphException(
                faults.stream().map(f -> node + " (" + operator + "): " + f).toList());
    }
}
