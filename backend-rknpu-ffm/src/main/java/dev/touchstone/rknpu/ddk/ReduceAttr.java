package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * The axes of a reduction, in NCHW order.
 *
 * <pre>{@code struct ReduceAttr { ReduceType type; std::vector<uint32_t> axis; uint32_t axis_num; bool keep_dim; }; }</pre>
 */
public record ReduceAttr(Type type, List<Integer> axis, boolean keepDim) implements OperatorAttr {
    /** {@code rk::nn::ReduceType}. */
    public enum Type {
        /** The arithmetic mean. */
        MEAN(0),
        /** The largest; a shader. */
        MAX(1),
        /** The sum. */
        SUM(3);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    public ReduceAttr {
        axis = List.copyOf(axis);
    }

    @Override
    public CxxStruct struct() {
        return CxxStruct.of(
                new Field.Int(type.code()), Field.Vector.of(axis), new Field.Int(axis.size()), Field.Octet.of(keepDim));
    }
}
