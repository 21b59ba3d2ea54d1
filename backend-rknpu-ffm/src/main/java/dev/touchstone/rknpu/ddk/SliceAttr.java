package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * First element and number of elements for each axis, in NCHW order.
 *
 * <pre>{@code struct SliceAttr { std::vector<uint32_t> start; std::vector<uint32_t> length; }; }</pre>
 */
public record SliceAttr(List<Integer> start, List<Integer> length) implements OperatorAttr {
    public SliceAttr {
        start = List.copyOf(start);
        length = List.copyOf(length);
    }

    @Override
    public CxxStruct struct() {
        return CxxStruct.of(Field.Vector.of(start), Field.Vector.of(length));
    }
}
