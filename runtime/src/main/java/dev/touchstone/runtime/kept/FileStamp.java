package dev.touchstone.runtime.kept;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file or directory as it was at one moment. Where the system tells when a file was last touched in any way, no later
 * change of its content goes unnoticed, also one that leaves size and time as they were.
 *
 * @param path absolute
 * @param state of the file: which one it is, its size and its times
 * @param lastChange in nanoseconds since 1970
 */
record FileStamp(Path path, String state, long lastChange) {
    /** More than the step in which file systems count time. */
    private static final long CLOCK_TICK = TimeUnit.MILLISECONDS.toNanos(20);

    /** The stamp of what is there now. */
    static FileStamp of(Path path) throws IOException {
        var absolute = path.toAbsolutePath();
        if (!absolute.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return portable(absolute);
        }
        var attributes = Files.readAttributes(absolute, "unix:ino,size,lastModifiedTime,ctime");
        long modified = nanos((FileTime) requireNonNull(attributes.get("lastModifiedTime")));
        long changed = nanos((FileTime) requireNonNull(attributes.get("ctime")));
        var state = attributes.get("ino") + " " + attributes.get("size") + " " + modified + " " + changed;
        return new FileStamp(absolute, state, Math.max(modified, changed));
    }

    private static FileStamp portable(Path absolute) throws IOException {
        var attributes = Files.readAttributes(absolute, BasicFileAttributes.class);
        long modified = nanos(attributes.lastModifiedTime());
        return new FileStamp(absolute, attributes.size() + " " + modified, modified);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /** What has become another since; empty if nothing has. */
    Optional<String> change() {
        try {
            return of(path).state.equals(state) ? Optional.empty() : Optional.of(path + " is another");
        } catch (IOException e) {
            return Optional.of(path + " cannot be read any more");
        }
    }

    /** Whether the last change was so long before a moment that a change after it would have another time. */
    boolean isSettledAt(Instant moment) {
        return lastChange < TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano() - CLOCK_TICK;
    }
}
