package dev.touchstone.rknpu.ddk;

/**
 * Limits of a clip, as real numbers.
 *
 * <pre>{@code struct ClipAttr { float min; float max; }; }</pre>
 */
public record ClipAttr(float min, float max) implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        return CxxStruct.of(new Field.Real(min), new Field.Real(max));
    }
}
