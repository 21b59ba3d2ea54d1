package dev.touchstone.runtime.isolation;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Tensor types as bytes: the data type's name; the extents, a list of i32; {@code u8} 0, or 1 with scale and zero point,
 * or 2 with axis and scales.
 */
final class TypeCodec {
    private static final int PLAIN = 0;
    private static final int PER_TENSOR = 1;
    private static final int PER_CHANNEL = 2;

    private TypeCodec() {}

    static void write(WireWriter out, TensorType type) {
        out.string(type.dataType().name());
        out.i32(type.rank());
        for (int axis = 0; axis < type.rank(); axis++) {
            out.i32(type.shape().extent(axis));
        }
        switch (type.quantization()) {
            case null -> out.u8(PLAIN);
            case Quantization.PerTensor q -> out.u8(PER_TENSOR).f32(q.scale()).i32(q.zeroPoint());
            case Quantization.PerChannel q -> out.u8(PER_CHANNEL).i32(q.axis()).list(q.scales(), WireWriter::f32);
        }
    }

    static TensorType read(WireReader in) {
        var dataType = in.constant(DataType.class);
        var extents = new int[in.count(Integer.BYTES)];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = in.i32();
        }
        try {
            return new TensorType(dataType, Shape.of(extents), quantization(in));
        } catch (InvalidGraphException e) {
            throw in.fault(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Quantization quantization(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case PLAIN -> null;
            case PER_TENSOR -> new Quantization.PerTensor(in.f32(), in.i32());
            case PER_CHANNEL -> new Quantization.PerChannel(in.i32(), in.list(WireReader::f32));
            default -> throw in.fault("found quantization " + kind + "; expected 0, 1 or 2");
        };
    }
}
