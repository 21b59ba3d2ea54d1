package dev.touchstone.rknpu.ddk;

/** For operators without attributes: the library expects a null pointer. */
public record NoAttr() implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        return CxxStruct.of();
    }
}
