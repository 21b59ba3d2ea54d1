package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.source.ByteSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A regular file, read with positioned reads. Its size is asked once; a file that becomes shorter meanwhile is an
 * error. Devices and pipes, which may have no end or block for ever, are refused before they are opened.
 */
public final class FileSource implements ByteSource {
    /** So much is read at once if less is asked for: headers are asked for in pieces of a few bytes. */
    private static final int READ_AHEAD = 4096;

    /** Where files are noted that are opened meanwhile. */
    private static final ScopedValue<Set<Path>> OPENED = ScopedValue.newInstance();

    private final String name;
    private final FileChannel channel;
    private final long size;

    /** What was read last, from {@code bufferStart} on; a small piece is mostly the beginning of it. */
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private long bufferStart;

    private FileSource(String name, FileChannel channel, long size) {
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    static FileSource open(Path file) {
        return open(file, file.toString());
    }

    /** Calls something, and collects what files it opens and which directories they are in. */
    public static <T> T collecting(Set<Path> opened, ScopedValue.CallableOp<T, RuntimeException> read) {
        return ScopedValue.where(OPENED, opened).call(read);
    }

    /** Opens a file that messages call by another name. */
    static FileSource open(Path file, String name) {
        if (OPENED.isBound()) {
            OPENED.get().add(file);
            OPENED.get().add(ParameterFiles.directoryOf(file));
        }
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new ModelFormatException(
                        name, attributes.isDirectory() ? "is a directory, expected a file" : "is not a regular file");
            }
            return new FileSource(name, FileChannel.open(file, StandardOpenOption.READ), attributes.size());
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    static ModelFormatException unreadable(String name, Exception e) {
        return new ModelFormatException(
                name, e instanceof NoSuchFileException ? "no such file" : "cannot be read: " + e, e);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public MemorySegment piece(long offset, int length) {
        if (offset < bufferStart || offset + length > bufferStart + buffer.limit()) {
            read(offset, Math.max(length, (int) Math.min(READ_AHEAD, size - offset)));
        }
        return MemorySegment.ofArray(buffer.array()).asSlice(offset - bufferStart, length);
    }

    private void read(long offset, int length) {
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocate(length);
        }
        bufferStart = offset;
        buffer.clear().limit(length);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new ModelFormatException(
                            name, offset + buffer.position(), "the file ends, though it had " + size + " bytes before");
                }
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }
}
