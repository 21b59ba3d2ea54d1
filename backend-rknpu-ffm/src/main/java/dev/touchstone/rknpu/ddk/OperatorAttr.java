package dev.touchstone.rknpu.ddk;

/** The attributes of an operator: one record for each structure of the library, with its fields in their order. */
public sealed interface OperatorAttr
        permits ClipAttr,
                ConcatAttr,
                Conv2DAttr,
                FCAttr,
                LeakyReluAttr,
                NoAttr,
                PadAttr,
                PermuteAttr,
                PoolAttr,
                ReduceAttr,
                ReshapeAttr,
                SliceAttr,
                SoftmaxAttr,
                StridedSliceAttr {
    /** The structure in memory; without fields where the library expects a null pointer. */
    CxxStruct struct();
}
