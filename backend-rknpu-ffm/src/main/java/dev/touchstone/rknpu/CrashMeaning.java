package dev.touchstone.rknpu;

import java.util.List;
import java.util.Optional;

/** What the ways mean in which the vendor's library is known to end its process. */
final class CrashMeaning {
    private CrashMeaning() {}

    /**
     * The meaning and what to do.
     *
     * @param exitCode as the process gave it; 128 + n after signal n
     * @param lastLines what it wrote last on its standard error stream
     */
    static Optional<String> of(int exitCode, List<String> lastLines) {
        if (exitCode == 1 && contains(lastLines, "Failed to open device")) {
            // The library names the last path that it tried, so that its own reason may be that of another one.
            return Optional.of("the library found no device that it may open: neither /dev/galcore nor"
                    + " /dev/graphics/galcore; 'touchstone doctor rknpu' says why");
        }
        if (exitCode > 128
                && (contains(lastLines, "create tensor fail") || contains(lastLines, "HAL kernel version"))) {
            return Optional.of("the driver did not take the library's calls, which happens when kernel module and"
                    + " libraries are of different versions; 'touchstone doctor rknpu' compares them");
        }
        return Optional.empty();
    }

    private static boolean contains(List<String> lines, String text) {
        return lines.stream().anyMatch(l -> l.contains(text));
    }
}
