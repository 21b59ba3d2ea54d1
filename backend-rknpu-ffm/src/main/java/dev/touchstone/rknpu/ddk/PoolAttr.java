package dev.touchstone.rknpu.ddk;

import java.util.ArrayList;

/**
 * A pool. The flag for global pools is never set: with it the library exchanges the sides of the window. The rounding of
 * sizes never reaches the driver.
 *
 * <pre>{@code
 * struct PoolAttr {
 *   uint32_t ksize[2]; uint32_t stride[2]; uint32_t pad[4]; PadType pad_type; PoolType pool_type; RoundType round_type;
 *   bool global_pooling;
 * };
 * }</pre>
 */
public record PoolAttr(Windows windows, Type type) implements OperatorAttr {
    /** {@code rk::nn::PoolType}. */
    public enum Type {
        /** The largest number in the image. */
        MAX(0),
        /** The sum divided by the size of the window. */
        AVG(1);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private static final int ROUND_FLOOR = 1;

    @Override
    public CxxStruct struct() {
        var fields = new ArrayList<>(windows.fields());
        fields.add(new Field.Int(type.code()));
        fields.add(new Field.Int(ROUND_FLOOR));
        fields.add(Field.Octet.of(false));
        return new CxxStruct(fields);
    }
}
