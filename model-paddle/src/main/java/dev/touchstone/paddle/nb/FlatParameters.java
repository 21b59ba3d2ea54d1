package dev.touchstone.paddle.nb;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;

/** Reads the parameters of meta version 1, one FlatBuffer to the end of the file, and 2, a FlatBuffer for each. */
final class FlatParameters {
    static final int SEGMENT_HEADER = 6;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ByteSource source;
    private final Limit nameBytes;
    private final ParameterDecoder decoder;
    private long position;

    FlatParameters(ByteSource source, long position, Limit nameBytes, ParameterDecoder decoder) {
        this.source = source;
        this.position = position;
        this.nameBytes = nameBytes;
        this.decoder = decoder;
    }

    /** Meta version 1. */
    void combined() {
        long size = source.size() - position;
        if (size == 0 && decoder.count() == 0) {
            return;
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw fault(position, "the parameters take " + size + " bytes; this version of the format ends at 2 GiB");
        }
        var data = new FlatData(source.name(), source.piece(position, (int) size), position);
        data.root(Trail.START).eachTable(FlatIds.CombinedParams.PARAMS, "parameter", (i, table) -> add(table));
    }

    /** Meta version 2. */
    void segment() {
        int version = take(2, "version of the parameters").uint16();
        if (version != 0) {
            throw fault(position - 2, "the version of the parameters is " + version + ", expected 0");
        }
        int metaBytes = take(2, "size of the description").uint16();
        skip(metaBytes, "description of the parameters");
        int headerBytes = take(2, "size of the header").uint16();
        if (headerBytes < SEGMENT_HEADER) {
            throw fault(
                    position - 2,
                    "the header of the parameters has " + headerBytes + " bytes, expected " + SEGMENT_HEADER
                            + " or more");
        }
        int count = take(2, "number of parameters").uint16();
        skip(headerBytes - 2, "header of the parameters");
        for (int i = 0; i < count; i++) {
            parameter(Trail.START.to("parameter", i));
        }
        if (position != source.size()) {
            throw fault(position, (source.size() - position) + " bytes follow the last parameter; the file is damaged");
        }
    }

    private void parameter(Trail trail) {
        long total = take(4, "size of " + trail).uint32();
        long at = position;
        long offset = take(4, "offset of " + trail).uint32();
        if (offset < 4 || total < offset || total - 4 > source.size() - position || total > Integer.MAX_VALUE - 8) {
            throw fault(
                    at,
                    trail + ": size " + total + " and offset " + offset + " do not fit the "
                            + (source.size() - position) + " bytes that are left; the file is cut off or damaged");
        }
        skip((int) offset - 4, trail.toString());
        int size = (int) (total - offset);
        if (size < 8) {
            throw fault(position, trail + ": has " + size + " bytes, less than any table; the file is damaged");
        }
        add(new FlatData(source.name(), source.piece(position, size), position).root(trail));
        position += size;
    }

    private void add(FlatTable table) {
        var name = table.text(FlatIds.Param.NAME, "name", nameBytes);
        var named = table.named(name);
        int kind = table.uint8(FlatIds.Param.VARIABLE_TYPE);
        if (kind != FlatIds.Param.LOD_TENSOR) {
            throw named.fault("is of the kind numbered " + kind + "; only tensors (1) can be read");
        }
        var tensor = named.required(FlatIds.Param.VARIABLE, "tensor");
        var dims = new ArrayList<Long>();
        int rank = tensor.count(FlatIds.ParamTensor.DIM, "extents", 8);
        if (rank > Byte.MAX_VALUE) {
            throw tensor.fault("has " + rank + " extents; the file is damaged");
        }
        tensor.eachInt64(FlatIds.ParamTensor.DIM, "extents", dims::add);
        decoder.add(
                name,
                tensor.int32(FlatIds.ParamTensor.DATA_TYPE, 0),
                dims,
                tensor.bytes(FlatIds.ParamTensor.DATA, "data"),
                named);
    }

    /** A number that was read. */
    private record UnsignedBits(long bits) {
        int uint16() {
            return (int) bits & 0xffff;
        }

        long uint32() {
            return bits & 0xffffffffL;
        }
    }

    private UnsignedBits take(int bytes, String what) {
        requireLeft(bytes, what);
        var piece = source.piece(position, bytes);
        position += bytes;
        return new UnsignedBits(bytes == 2 ? piece.get(SHORT, 0) : piece.get(INT, 0));
    }

    private void skip(int bytes, String what) {
        requireLeft(bytes, what);
        position += bytes;
    }

    private void requireLeft(int bytes, String what) {
        long left = source.size() - position;
        if (bytes > left) {
            throw fault(
                    position,
                    what + ": " + bytes + " bytes expected, " + left + " left; the file is cut off or damaged");
        }
    }

    private ModelFormatException fault(long at, String what) {
        return new ModelFormatException(source.name(), at, what);
    }

    /** The place behind what was read, for messages. */
    FaultPlace here() {
        return what -> fault(position, what);
    }
}
