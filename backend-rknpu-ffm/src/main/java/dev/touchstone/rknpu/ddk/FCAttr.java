package dev.touchstone.rknpu.ddk;

/**
 * The number of units, and whether a rectifier follows.
 *
 * <pre>{@code struct FCAttr { uint32_t weights; bool has_relu; }; }</pre>
 */
public record FCAttr(int weights, boolean hasRelu) implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        return CxxStruct.of(new Field.Int(weights), Field.Octet.of(hasRelu));
    }
}
