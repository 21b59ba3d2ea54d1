package dev.touchstone.model;

import dev.touchstone.tensor.DataType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or output of a model as the file declares it.
 *
 * @param extents -1 where the size is open
 */
public record Endpoint(String name, DataType dataType, List<Integer> extents) {
    public Endpoint {
        extents = List.copyOf(extents);
    }

    /** {@code image: float32[?, 3, 224, 224]}. */
    @Override
    public String toString() {
        return name + ": " + dataType
                + extents.stream().map(e -> e < 0 ? "?" : e.toString()).collect(Collectors.joining(", ", "[", "]"));
    }
}
