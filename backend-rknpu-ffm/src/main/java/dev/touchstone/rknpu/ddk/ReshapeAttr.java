package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * The extents of the output.
 *
 * <pre>{@code struct ReshapeAttr { std::vector<uint32_t> shapes; }; }</pre>
 */
public record ReshapeAttr(List<Integer> shapes) implements OperatorAttr {
    public ReshapeAttr {
        shapes = List.copyOf(shapes);
    }

    @Override
    public CxxStruct struct() {
        return CxxStruct.of(Field.Vector.of(shapes));
    }
}
