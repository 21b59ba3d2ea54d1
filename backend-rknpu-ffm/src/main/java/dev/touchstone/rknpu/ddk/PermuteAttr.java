package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * For each axis of the output the axis of the input, in NCHW order.
 *
 * <pre>{@code struct PermuteAttr { std::vector<uint32_t> perm; }; }</pre>
 */
public record PermuteAttr(List<Integer> perm) implements OperatorAttr {
    public PermuteAttr {
        perm = List.copyOf(perm);
    }

    @Override
    public CxxStruct struct() {
        return CxxStruct.of(Field.Vector.of(perm));
    }
}
