package dev.touchstone.paddle.nb;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.Limit;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first {@value #BYTES} bytes of a file: uint16 meta version, 16 bytes of the version of Paddle Lite's opt (garbage
 * behind the first NUL), uint64 size of the topology, which follows. Behind it are the parameters.
 *
 * @param meta 0, 1 or 2
 * @param writer version of the program that wrote the file
 * @param topologyBytes size of the topology
 */
record NbHeader(int meta, String writer, int topologyBytes) {
    static final int BYTES = 26;
    static final int WRITER_BYTES = 16;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static NbHeader read(ByteSource source, Limit programBytes) {
        if (source.size() < BYTES) {
            throw new ModelFormatException(
                    source.name(), "has " + source.size() + " bytes; the header alone has " + BYTES);
        }
        var head = source.piece(0, BYTES);
        int meta = Short.toUnsignedInt(head.get(SHORT, 0));
        if (meta > 2) {
            throw new ModelFormatException(
                    source.name(), 0, "meta version is " + meta + "; versions 0, 1 and 2 can be read");
        }
        int length = 0;
        while (length < WRITER_BYTES && head.get(ValueLayout.JAVA_BYTE, 2 + length) != 0) {
            length++;
        }
        var writer = new String(head.asSlice(2, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        long topology = head.get(LONG, 18);
        long left = source.size() - BYTES;
        if (topology < 0 || topology > left) {
            throw new ModelFormatException(
                    source.name(),
                    18,
                    "the topology has size " + Long.toUnsignedString(topology) + ", but only " + left
                            + " bytes are left; the file is cut off or damaged");
        }
        if (!programBytes.admits(topology) || topology > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException(source.name(), 18, programBytes.refusal(topology, "bytes of a topology"));
        }
        return new NbHeader(meta, writer, (int) topology);
    }

    /** Where the parameters begin. */
    long parametersAt() {
        return BYTES + (long) topologyBytes;
    }
}
