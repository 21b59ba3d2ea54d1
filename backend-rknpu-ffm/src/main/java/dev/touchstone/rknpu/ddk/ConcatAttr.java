package dev.touchstone.rknpu.ddk;

/**
 * The axis of a concatenation, from 0, in NCHW order.
 *
 * <pre>{@code struct ConcatAttr { int32_t axis; }; }</pre>
 */
public record ConcatAttr(int axis) implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        return CxxStruct.of(new Field.Int(axis));
    }
}
