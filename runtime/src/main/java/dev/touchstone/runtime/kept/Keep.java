package dev.touchstone.runtime.kept;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A directory of files that are found by a text, their key. Each holds, in big-endian order: {@link #MAGIC}, a CRC-32C of
 * all that follows, the size of the head; the head, which begins with the key; and a body.
 *
 * <p>Bodies may hold machine code, so the directory must be the user's own and nobody else's to write. Files appear as a
 * whole and are never changed; of those that no longer fit in, the oldest go. A file that is damaged is deleted.
 * Thread-safe, also across processes.
 */
final class Keep {
    private static final long MAGIC = 0x54534b4550543031L; // TSKEPT01
    private static final int CHECKED = Long.BYTES + Integer.BYTES;
    private static final int HEAD = CHECKED + Integer.BYTES;
    static final String MODEL = ".tsmodel";
    static final String PROGRAM = ".tsprogram";
    private static final String UNFINISHED = ".tsunfinished";

    /** Files with these are ours; others, which backends may have here, are left alone. */
    private static final List<String> SUFFIXES = List.of(MODEL, PROGRAM, UNFINISHED);

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    private static final int MAX_NAME = 40;
    private static final int MAX_FILES = 64;
    private static final long MAX_BYTES = 1L << 30;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int PERMISSIONS = 0777;
    private static final Path PROCESS = Path.of("/proc/self");

    private final Path directory;

    /** A directory, which need not exist. */
    Keep(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Why nothing can be kept here, and the remedy; empty if it can. */
    Optional<String> problem() {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        try {
            var attributes = Files.readAttributes(directory, "unix:uid,mode");
            int mode = (Integer) requireNonNull(attributes.get("mode"));
            if ((mode & WRITABLE_BY_OTHERS) != 0) {
                return Optional.of(directory + " can be written by others (mode "
                        + Integer.toOctalString(mode & PERMISSIONS)
                        + "), who could put code there; chmod go-w, or name another directory");
            }
            var owner = requireNonNull(attributes.get("uid"));
            if (Files.exists(PROCESS) && !owner.equals(Files.getAttribute(PROCESS, "unix:uid"))) {
                return Optional.of(directory + " belongs to another user; name a directory of your own");
            }
            return Optional.empty();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(directory + " cannot be used: " + e);
        }
    }

    /** Takes a file apart. */
    interface Reader<T> {
        /**
         * The meaning of a file.
         *
         * @param head behind the key
         * @param body valid during the call
         */
        T read(DataInputStream head, MemorySegment body) throws IOException;
    }

    /** Writes the head of a file. */
    interface HeadWriter {
        void write(DataOutputStream head) throws IOException;
    }

    /** The file with this key; a suffix of {@link #SUFFIXES}. */
    Path file(String name, String key, String suffix) {
        var crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        var readable = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), MAX_NAME); i++) {
            char c = name.charAt(i);
            readable.append(PLAIN.indexOf(c) >= 0 ? c : '_');
        }
        return directory.resolve(readable + "-" + Long.toHexString(crc.getValue()) + suffix);
    }

    /**
     * Reads a file.
     *
     * @return empty if there is none, if it has another key, or is damaged, which is logged
     */
    <T> Optional<T> read(Path file, String key, Reader<T> reader) {
        if (problem().isPresent()) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            // Never shortened while it is mapped: what is written here is renamed into place and then left alone.
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            requireWhole(bytes);
            int size = bytes.asByteBuffer().getInt(CHECKED);
            var head = new DataInputStream(
                    new ByteArrayInputStream(bytes.asSlice(HEAD, size).toArray(ValueLayout.JAVA_BYTE)));
            if (!Texts.read(head).equals(key)) {
                return Optional.empty();
            }
            return Optional.of(reader.read(head, bytes.asSlice(HEAD + (long) size)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            log().log(Level.WARNING, "{0} is not used and made anew: {1}", file, e.getMessage());
            delete(file);
            return Optional.empty();
        }
    }

    private static void requireWhole(MemorySegment bytes) throws IOException {
        if (bytes.byteSize() < HEAD) {
            throw new IOException("it has " + bytes.byteSize() + " bytes; expected " + HEAD + " or more");
        }
        var buffer = bytes.asByteBuffer();
        if (buffer.getLong() != MAGIC) {
            throw new IOException("it is of another format");
        }
        int expected = buffer.getInt();
        var crc = new CRC32C();
        crc.update(buffer);
        if ((int) crc.getValue() != expected) {
            throw new IOException("it is damaged: its CRC-32C is " + Long.toHexString(crc.getValue()) + ", expected "
                    + Integer.toHexString(expected));
        }
        int head = bytes.asByteBuffer().getInt(CHECKED);
        if (head < 0 || HEAD + (long) head > bytes.byteSize()) {
            throw new IOException("it is damaged: its head has " + head + " bytes");
        }
    }

    /** Writes a file; who reads meanwhile finds the old one or the new one. */
    void write(Path file, String key, HeadWriter writer, byte[] body) throws IOException {
        var head = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(head)) {
            Texts.write(out, key);
            writer.write(out);
        }
        var start = ByteBuffer.allocate(HEAD + head.size());
        start.putLong(MAGIC).putInt(0).putInt(head.size()).put(head.toByteArray());
        var crc = new CRC32C();
        crc.update(start.array(), CHECKED, start.capacity() - CHECKED);
        crc.update(body);
        start.putInt(Long.BYTES, (int) crc.getValue()).rewind();
        createDirectory();
        var unfinished = Files.createTempFile(directory, "", UNFINISHED);
        try {
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                writeAll(channel, start);
                writeAll(channel, ByteBuffer.wrap(body));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        dropOldest();
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void createDirectory() throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    private record Held(Path file, long bytes, FileTime time) {}

    private void dropOldest() throws IOException {
        var all = new ArrayList<Held>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                if (!isOurs(file)) {
                    continue;
                }
                all.add(new Held(file, Files.size(file), Files.getLastModifiedTime(file)));
            }
        } catch (NoSuchFileException goneMeanwhile) {
            return;
        }
        all.sort(Comparator.comparing(Held::time).reversed());
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            bytes += all.get(i).bytes();
            if (i > 0 && (i >= MAX_FILES || bytes > MAX_BYTES)) {
                delete(all.get(i).file());
            }
        }
    }

    private static boolean isOurs(Path file) {
        return SUFFIXES.stream().anyMatch(file.toString()::endsWith);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log().log(Level.WARNING, "cannot delete {0}: {1}", file, e);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** Java's logging takes 20 ms to begin, and mostly nothing is logged. */
    private static System.Logger log() {
        return System.getLogger("dev.touchstone.runtime");
    }
}
