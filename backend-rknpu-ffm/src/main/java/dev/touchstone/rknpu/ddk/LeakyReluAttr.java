package dev.touchstone.rknpu.ddk;

/**
 * The slope for negative numbers.
 *
 * <pre>{@code struct LeakyReluAttr { float alpha; }; }</pre>
 */
public record LeakyReluAttr(float alpha) implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        return CxxStruct.of(new Field.Real(alpha));
    }
}
