package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * What a tensor is, before it exists.
 *
 * <pre>{@code
 * struct TensorAttr {
 *   std::string name; std::vector<int32_t> dims; PrecisionType precision; DataLayoutType layout; TensorRole role;
 *   QuantizationType qntType; uint8_t qntBits;
 *   QuantizationParamDFP qntParamDFP;                            // std::vector<int8_t> fl
 *   QuantizationParamAffineAsymmetric qntParamAffineAsymmetric;  // std::vector<uint32_t> zero_point; std::vector<float> scale
 *   QuantizationParamSymmetric qntParamSymmetric;                // std::vector<float> scale
 * };
 * }</pre>
 *
 * @param dims in NCHW order, 1 to 4 of them
 * @param scale the real number of one step
 */
public record TensorAttr(String name, List<Integer> dims, Precision precision, Role role, float scale) {
    /** What stands for the real number 0 in {@link Precision#UINT8}. */
    public static final int ZERO_POINT = 128;

    private static final int NCHW = 1;
    private static final int AFFINE_ASYMMETRIC = 2;
    private static final int SYMMETRIC = 4;

    public TensorAttr {
        dims = List.copyOf(dims);
        if (dims.isEmpty() || dims.size() > 4 || dims.stream().anyMatch(d -> d < 1)) {
            throw new IllegalArgumentException("tensor " + name + " is " + dims + "; expected 1 to 4 positive extents");
        }
        if (!(scale > 0 && scale <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "tensor " + name + " has scale " + scale + "; expected a positive number");
        }
    }

    /** Bytes of its data on the host. */
    public long bytes() {
        return dims.stream().mapToLong(Integer::longValue).reduce(precision.bytes(), Math::multiplyExact);
    }

    CxxStruct struct() {
        boolean affine = precision == Precision.UINT8;
        return CxxStruct.of(
                new Field.Text(name),
                Field.Vector.of(dims.stream().mapToInt(Integer::intValue).toArray()),
                new Field.Int(precision.code()),
                new Field.Int(NCHW),
                new Field.Int(role.code()),
                new Field.Int(affine ? AFFINE_ASYMMETRIC : SYMMETRIC),
                new Field.Octet(8 * precision.bytes()),
                Field.Vector.EMPTY,
                affine ? Field.Vector.of(ZERO_POINT) : Field.Vector.EMPTY,
                affine ? Field.Vector.ofReal(scale) : Field.Vector.EMPTY,
                affine ? Field.Vector.EMPTY : Field.Vector.ofReal(scale));
    }
}
