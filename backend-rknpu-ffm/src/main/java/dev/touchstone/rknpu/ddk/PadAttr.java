package dev.touchstone.rknpu.ddk;

import java.util.List;

/**
 * Elements in front of and behind each axis, in NCHW order; the constant is the real number 0.
 *
 * <pre>{@code struct PadAttr { PadMode mode; std::vector<uint32_t> begin; std::vector<uint32_t> end; int32_t const_val; }; }</pre>
 */
public record PadAttr(Mode mode, List<Integer> begin, List<Integer> end) implements OperatorAttr {
    /** {@code rk::nn::PadMode}. */
    public enum Mode {
        /** Zeros. */
        CONSTANT(0),
        /** The border element. */
        REPLICATE(1),
        /** The mirror image with the border. */
        SYMMETRIC(2),
        /** The mirror image without the border. */
        REFLECT(3);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    public PadAttr {
        begin = List.copyOf(begin);
        end = List.copyOf(end);
    }

    @Override
    public CxxStruct struct() {
        return CxxStruct.of(new Field.Int(mode.code()), Field.Vector.of(begin), Field.Vector.of(end), new Field.Int(0));
    }
}
