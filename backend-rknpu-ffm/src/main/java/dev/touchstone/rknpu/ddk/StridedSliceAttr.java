package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * First element, the one behind the last, and step for each axis, in NCHW order.
 *
 * <pre>{@code struct StridedSliceAttr { std::vector<int32_t> begin; std::vector<int32_t> end; std::vector<int32_t> stride; }; }</pre>
 */
public record StridedSliceAttr(List<Integer> begin, List<Integer> end, List<Integer> stride) implements OperatorAttr {
    public StridedSliceAttr {
        begin = List.copyOf(begin);
        end = List.copyOf(end);
        stride = List.copyOf(stride);
    }

    @Override
    public CxxStruct struct() {
        return CxxStruct.of(Field.Vector.of(begin), Field.Vector.of(end), Field.Vector.of(stride));
    }
}
