package dev.touchstone.tensor;

import dev.touchstone.InvalidGraphException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A type and the memory that holds its elements, row-major and dense.
 *
 * <p>A tensor does not own its memory: heap arrays live as long as anybody refers to them, native segments as long as
 * their arena. The type is immutable, the data are shared: whoever writes while another reads gets what that deserves.
 * Every factory says whether it copies.
 */
public final class Tensor {
    private final TensorType type;
    private final MemorySegment data;

    private Tensor(TensorType type, MemorySegment data) {
        if (data.byteSize() != type.bytes()) {
            throw new InvalidGraphException(
                    type + " needs " + type.bytes() + " bytes, the memory given has " + data.byteSize());
        }
        this.type = type;
        this.data = data;
    }

    /** A view of the array: later changes show on both sides. */
    public static Tensor of(float[] values, int... extents) {
        return new Tensor(TensorType.float32(extents), MemorySegment.ofArray(values));
    }

    /** A view of the array. */
    public static Tensor of(TensorType type, float[] values) {
        return new Tensor(require(type, DataType.FLOAT32), MemorySegment.ofArray(values));
    }

    /** A view of the array; for int8, uint8 and bool. */
    public static Tensor of(TensorType type, byte[] values) {
        if (type.dataType().bytes() != 1) {
            throw new InvalidGraphException(type + " cannot be made from an array of bytes");
        }
        return new Tensor(type, MemorySegment.ofArray(values));
    }

    /** A view of the array. */
    public static Tensor of(TensorType type, int[] values) {
        return new Tensor(require(type, DataType.INT32), MemorySegment.ofArray(values));
    }

    /** A view of the array. */
    public static Tensor of(TensorType type, long[] values) {
        return new Tensor(require(type, DataType.INT64), MemorySegment.ofArray(values));
    }

    /**
     * A view of memory of the caller's, heap or native, of exactly the type's size. The caller keeps it alive, and open to
     * all threads: backends have threads of their own.
     */
    public static Tensor wrap(MemorySegment data, TensorType type) {
        return new Tensor(type, data);
    }

    /** A new heap tensor of zeros. */
    public static Tensor allocate(TensorType type) {
        int n = type.shape().elements();
        return switch (type.dataType()) {
            case FLOAT32 -> of(type, new float[n]);
            case INT8, UINT8, BOOL -> of(type, new byte[n]);
            case INT32 -> of(type, new int[n]);
            case INT64 -> of(type, new long[n]);
        };
    }

    private static TensorType require(TensorType type, DataType dataType) {
        if (type.dataType() != dataType) {
            throw new InvalidGraphException(type + " cannot be made from an array of " + dataType);
        }
        return type;
    }

    private void requireReadAs(DataType dataType) {
        if (type.dataType() != dataType) {
            throw new InvalidGraphException(type + " cannot be read as " + dataType);
        }
    }

    /** What the memory holds. */
    public TensorType type() {
        return type;
    }

    /** The type's shape. */
    public Shape shape() {
        return type.shape();
    }

    /** The memory itself, not a copy. */
    public MemorySegment segment() {
        return data;
    }

    /** The same memory read as another type of the same size: a view. */
    public Tensor as(TensorType other) {
        return other.equals(type) ? this : new Tensor(other, data);
    }

    /** True if the memory is one whole Java array of the element's type, so that the array views below work. */
    public boolean isWholeArray() {
        return data.heapBase().isPresent()
                && switch (data.heapBase().get()) {
                    case float[] a ->
                        type.dataType() == DataType.FLOAT32
                                && a.length == type.shape().elements();
                    case byte[] a ->
                        type.dataType().bytes() == 1 && a.length == type.shape().elements();
                    case int[] a ->
                        type.dataType() == DataType.INT32
                                && a.length == type.shape().elements();
                    case long[] a ->
                        type.dataType() == DataType.INT64
                                && a.length == type.shape().elements();
                    default -> false;
                };
    }

    /**
     * The array behind a float32 tensor: a view.
     *
     * @throws IllegalStateException unless {@link #isWholeArray()}
     */
    public float[] floats() {
        return array(float[].class);
    }

    /** The array behind an int8, uint8 or bool tensor: a view. */
    public byte[] bytes() {
        return array(byte[].class);
    }

    /** The array behind an int32 tensor: a view. */
    public int[] ints() {
        return array(int[].class);
    }

    /** The array behind an int64 tensor: a view. */
    public long[] longs() {
        return array(long[].class);
    }

    private <A> A array(Class<A> kind) {
        if (!isWholeArray() || !kind.isInstance(data.heapBase().get())) {
            throw new IllegalStateException(type + " is not backed by a whole " + kind.getSimpleName());
        }
        return kind.cast(data.heapBase().get());
    }

    /** A copy of a float32 tensor's elements. */
    public float[] toFloats() {
        requireReadAs(DataType.FLOAT32);
        return data.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    /** A copy of the elements of an int8, uint8 or bool tensor. */
    public byte[] toBytes() {
        if (type.dataType().bytes() != 1) {
            throw new InvalidGraphException(type + " cannot be read as bytes");
        }
        return data.toArray(ValueLayout.JAVA_BYTE);
    }

    /** A copy of an int32 tensor's elements. */
    public int[] toInts() {
        requireReadAs(DataType.INT32);
        return data.toArray(ValueLayout.JAVA_INT_UNALIGNED);
    }

    /** A copy of an int64 tensor's elements. */
    public long[] toLongs() {
        requireReadAs(DataType.INT64);
        return data.toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }

    /** A new heap tensor with the same elements, backed by a whole array. */
    public Tensor copy() {
        var copy = allocate(type);
        copy.copyFrom(this);
        return copy;
    }

    /**
     * Copies the other tensor's elements into this one's memory. Shapes and scales may differ: the bits are copied.
     *
     * @throws InvalidGraphException unless data types and numbers of elements agree
     */
    public void copyFrom(Tensor other) {
        if (other.type.dataType() != type.dataType() || other.data.byteSize() != data.byteSize()) {
            throw new InvalidGraphException(
                    "cannot copy " + other.type + " into " + type + "; expected one data type and number of elements");
        }
        data.copyFrom(other.data);
    }

    /** The type; never the elements. */
    @Override
    public String toString() {
        return type.toString();
    }
}
