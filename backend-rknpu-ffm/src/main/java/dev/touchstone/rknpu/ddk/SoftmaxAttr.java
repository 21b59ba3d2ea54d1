package dev.touchstone.rknpu.ddk;

/**
 * The axis of a softmax, from 0, in NCHW order; the factor beta before the exponential is 1.
 *
 * <pre>{@code struct SoftmaxAttr { float beta; uint32_t axis; }; }</pre>
 */
public record SoftmaxAttr(int axis) implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        return CxxStruct.of(new Field.Real(1), new Field.Int(axis));
    }
}
