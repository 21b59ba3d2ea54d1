package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import dev.touchstone.paddle.source.ParameterBudget;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads tensors as Paddle stores them, one after another from one source.
 *
 * <p>A stored tensor is: uint32 version 0; uint64 number of levels of detail, each a uint64 size and so many bytes;
 * uint32 version 0; int32 length of a TensorDesc and the TensorDesc; the elements, dense, row-major. All little-endian.
 * Levels of detail mean nothing for parameters and are passed over. Nothing is allocated before the source is known to
 * hold it.
 */
final class LodTensorReader implements FaultPlace {
    private static final int DESCRIPTION_BYTES = 1024;
    private static final int PIECE_BYTES = 1 << 18;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ByteSource source;
    private final Limit rank;
    private final Limit lodLevels;
    private final Limit lodBytes;
    private final Limit tensorBytes;
    private final ParameterBudget budget;
    private long position;
    private String place = "";

    LodTensorReader(ByteSource source, ModelLimits limits, ParameterBudget budget) {
        this.source = source;
        this.rank = new Limit("rank", limits.rank());
        this.lodLevels = new Limit("lodLevels", limits.lodLevels());
        this.lodBytes = new Limit("lodBytes", limits.lodBytes());
        this.tensorBytes = new Limit("tensorBytes", limits.tensorBytes());
        this.budget = budget;
    }

    /**
     * Reads the next tensor, which must be what the variable declares.
     *
     * @throws ModelFormatException if it is not, or is no tensor at all
     */
    Tensor read(Variable variable) {
        place = "parameter '" + variable.name() + "': ";
        requireVersion("LoDTensor");
        skipLevelsOfDetail();
        requireVersion("tensor");
        long at = position;
        var description = description();
        requireDeclared(variable, description, at);
        var element = ElementType.of(description.dataType())
                .orElseThrow(() -> fault(
                        at,
                        "elements are " + ElementType.describe(description.dataType()) + "; can be read: "
                                + ElementType.readable()));
        return elements(element, shape(description, at));
    }

    /** Fails unless every byte of the source was read. */
    void requireEnd(String what) {
        if (position != source.size()) {
            throw new ModelFormatException(
                    source.name(),
                    position,
                    (source.size() - position) + " bytes follow the end of " + what
                            + "; the file is damaged or belongs to another program");
        }
    }

    private void requireVersion(String what) {
        long at = position;
        int version = take(4, what + " version").get(INT, 0);
        if (version != 0) {
            throw fault(at, what + " version is " + Integer.toUnsignedString(version) + ", expected 0");
        }
    }

    private void skipLevelsOfDetail() {
        long at = position;
        long levels = take(8, "number of levels of detail").get(LONG, 0);
        if (levels < 0 || !lodLevels.admits(levels)) {
            throw fault(at, unsigned(lodLevels, levels, "levels of detail"));
        }
        for (long level = 0; level < levels; level++) {
            long sizeAt = position;
            long size = take(8, "size of a level of detail").get(LONG, 0);
            if (size < 0 || !lodBytes.admits(size)) {
                throw fault(sizeAt, unsigned(lodBytes, size, "bytes of a level of detail"));
            }
            if (size % 8 != 0) {
                throw fault(sizeAt, "a level of detail has " + size + " bytes; expected a multiple of 8");
            }
            requireLeft(size, "level of detail");
            position += size;
        }
    }

    private TensorDescription description() {
        long at = position;
        int length = take(4, "length of the tensor description").get(INT, 0);
        if (length < 0 || length > DESCRIPTION_BYTES) {
            throw fault(at, "the tensor description has length " + length + "; allowed are 0.." + DESCRIPTION_BYTES);
        }
        long base = position;
        byte[] bytes = take(length, "tensor description").toArray(ValueLayout.JAVA_BYTE);
        String here = place.substring(0, place.length() - 2) + ", tensor description";
        return TensorDescription.decode(new MessageReader(source.name(), bytes, base, here), rank, 1);
    }

    private void requireDeclared(Variable variable, TensorDescription found, long at) {
        if (variable.dataType() < 0) {
            return;
        }
        if (variable.dataType() != found.dataType()) {
            throw fault(
                    at,
                    "elements are " + ElementType.describe(found.dataType()) + ", the program declares "
                            + ElementType.describe(variable.dataType()) + "; the file belongs to another program");
        }
        boolean equal = variable.dims().size() == found.dims().size();
        for (int i = 0; equal && i < found.dims().size(); i++) {
            equal = variable.dims().get(i) == -1
                    || variable.dims().get(i).equals(found.dims().get(i));
        }
        if (!equal) {
            throw fault(
                    at,
                    "shape is " + found.dims() + ", the program declares " + variable.dims()
                            + "; the file belongs to another program");
        }
    }

    private Shape shape(TensorDescription description, long at) {
        long elements = 1;
        for (long extent : description.dims()) {
            elements *= extent;
            if (elements > Shape.MAX_ELEMENTS) {
                throw fault(
                        at,
                        "shape " + description.dims() + " has more than " + Shape.MAX_ELEMENTS
                                + " elements, the most that one tensor can hold");
            }
        }
        return Shape.of(description.dims().stream().mapToLong(Long::longValue).toArray());
    }

    private Tensor elements(ElementType element, Shape shape) {
        long bytes = (long) shape.elements() * element.bytes();
        if (!tensorBytes.admits(bytes)) {
            throw fault(position, tensorBytes.refusal(bytes, "bytes of one parameter"));
        }
        requireLeft(bytes, "elements");
        budget.take(bytes, (long) shape.elements() * element.inMemory().bytes(), this);
        var tensor = Tensor.allocate(TensorType.of(element.inMemory(), shape));
        int most = PIECE_BYTES / element.bytes();
        for (int first = 0; first < shape.elements(); first += most) {
            int count = Math.min(most, shape.elements() - first);
            element.decode(take(count * element.bytes(), "elements"), count, tensor, first);
        }
        return tensor;
    }

    private MemorySegment take(int length, String what) {
        requireLeft(length, what);
        var piece = source.piece(position, length);
        position += length;
        return piece;
    }

    private void requireLeft(long length, String what) {
        long left = source.size() - position;
        if (length > left) {
            throw fault(
                    position,
                    what + ": " + length + " bytes expected, " + left + " left; the file is cut off or damaged");
        }
    }

    private static String unsigned(Limit limit, long found, String things) {
        return found < 0
                ? Long.toUnsignedString(found) + " " + things + " are not credible; the file is damaged"
                : limit.refusal(found, things);
    }

    /** An error at the current position, in the current parameter. */
    @Override
    public ModelFormatException fault(String what) {
        return fault(position, what);
    }

    private ModelFormatException fault(long at, String what) {
        return new ModelFormatException(source.name(), at, place + what);
    }
}
