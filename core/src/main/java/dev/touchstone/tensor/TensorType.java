package dev.touchstone.tensor;

import dev.touchstone.InvalidGraphException;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor holds: element type, shape and, for quantized integers, the meaning of a step. Immutable.
 *
 * @param quantization for int8 that stands for real numbers; null for all other data
 */
public record TensorType(
        DataType dataType, Shape shape, @Nullable Quantization quantization) {
    public TensorType {
        if (quantization != null && dataType != DataType.INT8 && dataType != DataType.UINT8) {
            throw new InvalidGraphException("only int8 and uint8 can carry a quantization, not " + dataType);
        }
        if (dataType == DataType.INT8 && quantization instanceof Quantization.PerTensor p && p.zeroPoint() != 0) {
            throw new InvalidGraphException(
                    "int8 has zero point " + p.zeroPoint() + "; expected 0 (int8 is symmetric)");
        }
        if (quantization instanceof Quantization.PerChannel p
                && (p.axis() >= shape.rank()
                        || shape.extent(p.axis()) != p.scales().size())) {
            throw new InvalidGraphException(p + " do not fit shape " + shape);
        }
    }

    /** Plain data. */
    public static TensorType of(DataType dataType, Shape shape) {
        return new TensorType(dataType, shape, null);
    }

    /** Real numbers. */
    public static TensorType float32(int... extents) {
        return of(DataType.FLOAT32, Shape.of(extents));
    }

    /** Real numbers. */
    public static TensorType float32(Shape shape) {
        return of(DataType.FLOAT32, shape);
    }

    /** Symmetric int8 with one scale. */
    public static TensorType int8(Shape shape, float scale) {
        return new TensorType(DataType.INT8, shape, Quantization.perTensor(scale));
    }

    /** The same data type and quantization; scales for each index of an axis must fit the new shape. */
    public TensorType withShape(Shape newShape) {
        return new TensorType(dataType, newShape, quantization);
    }

    /** The same shape as plain data of another type. */
    public TensorType withDataType(DataType newType) {
        return of(newType, shape);
    }

    /** The shape's number of axes. */
    public int rank() {
        return shape.rank();
    }

    /** True for float32. */
    public boolean isFloat() {
        return dataType == DataType.FLOAT32;
    }

    /** True for int8 that stands for real numbers. */
    public boolean isQuantizedInt8() {
        return dataType == DataType.INT8 && quantization != null;
    }

    /**
     * The scale of a tensor with one.
     *
     * @throws InvalidGraphException if there is none
     */
    public float scale() {
        if (quantization instanceof Quantization.PerTensor p) {
            return p.scale();
        }
        throw new InvalidGraphException(this + " has no per-tensor scale");
    }

    /** Size of the dense data in bytes. */
    public long bytes() {
        return (long) shape.elements() * dataType.bytes();
    }

    /**
     * Returns this.
     *
     * @throws InvalidGraphException if the rank is another
     */
    public TensorType requireRank(int rank) {
        if (shape.rank() != rank) {
            throw new InvalidGraphException("input " + shape + " has rank " + shape.rank() + "; expected " + rank);
        }
        return this;
    }

    /** {@code float32[1, 3, 224, 224]}, {@code int8[1, 64, 56, 56] scale 0.05}. */
    @Override
    public String toString() {
        return dataType + shape.toString() + (quantization == null ? "" : " " + quantization);
    }
}
