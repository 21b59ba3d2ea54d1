package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a machine's loader looks for shared libraries, in its order, and what it finds there. */
final class Libraries {
    /** The vendor's API library. */
    static final String DDK = "librknpu_ddk.so";

    /** What else libraries may stand in that is not always searched, but may be put on the path. */
    private static final List<String> SUSPECTS =
            List.of("/usr/local/lib", "/vendor/lib64", "/vendor/lib", "/oem/usr/lib");

    private static final List<String> DEFAULTS = List.of(
            "/lib/aarch64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/lib/arm-linux-gnueabihf",
            "/usr/lib/arm-linux-gnueabihf",
            "/lib64",
            "/usr/lib64",
            "/lib",
            "/usr/lib");

    /**
     * A library that was found.
     *
     * @param path on that machine
     * @param file where that is for us
     */
    record Found(String path, Path file) {
        /** Its contents; empty if it is not readable or no ELF file. */
        Optional<ElfFile> elf() {
            try {
                return Optional.of(ElfFile.read(file));
            } catch (IOException | ElfFormatException e) {
                return Optional.empty();
            }
        }

        /** Why {@link #elf} is empty. */
        String fault() {
            try {
                ElfFile.read(file);
                return "";
            } catch (ElfFormatException e) {
                return String.valueOf(e.getMessage());
            } catch (IOException e) {
                return "cannot be read (" + e + ")";
            }
        }
    }

    private final Machine machine;
    private final Set<String> searched = new LinkedHashSet<>();

    Libraries(Machine machine) {
        this.machine = machine;
        var given = System.getProperty("touchstone.rknpu.library");
        if (machine.isHere() && given != null) {
            var parent = Path.of(given).toAbsolutePath().getParent();
            searched.add(given.endsWith(".so") && parent != null ? parent.toString() : given);
        }
        for (var directory :
                machine.environment().getOrDefault("LD_LIBRARY_PATH", "").split("[:;]", -1)) {
            if (directory.startsWith("/")) {
                searched.add(directory);
            }
        }
        configured("/etc/ld.so.conf", 0);
        searched.addAll(DEFAULTS);
    }

    private void configured(String file, int depth) {
        for (var line : machine.text(file).orElse("").split("\n", -1)) {
            var text = line.replaceAll("#.*", "").strip();
            if (text.startsWith("include ") && depth < 3) {
                include(text.substring(8).strip(), depth);
            } else if (text.startsWith("/")) {
                searched.add(text);
            }
        }
    }

    private void include(String pattern, int depth) {
        int slash = pattern.lastIndexOf('/');
        if (slash <= 0) {
            return;
        }
        var directory = pattern.substring(0, slash);
        for (var name : machine.list(directory)) {
            if (name.endsWith(".conf")) {
                configured(directory + "/" + name, depth + 1);
            }
        }
    }

    /** All directories, in the order of search. */
    List<String> searched() {
        return List.copyOf(searched);
    }

    /** Every copy of a library, different files only, in the order of search; the first is the one that is loaded. */
    List<Found> all(String name) {
        var found = new ArrayList<Found>();
        var seen = new LinkedHashSet<Path>();
        for (var directory : searched) {
            machine.find(directory + "/" + name)
                    .filter(seen::add)
                    .ifPresent(f -> found.add(new Found(directory + "/" + name, f)));
        }
        return found;
    }

    /** Copies in places that are not searched now. */
    List<Found> elsewhere(String name) {
        var found = new ArrayList<Found>();
        var known = all(name).stream().map(Found::file).toList();
        for (var directory : SUSPECTS) {
            machine.find(directory + "/" + name)
                    .filter(f -> !known.contains(f))
                    .ifPresent(f -> found.add(new Found(directory + "/" + name, f)));
        }
        return found;
    }

    /** The copy that is loaded for a program of this word size: the loader passes over others. */
    Optional<Found> loaded(String name, ElfFile with) {
        return all(name).stream()
                .filter(f -> f.elf().map(e -> e.fits(with)).orElse(false))
                .findFirst();
    }

    /** The library itself. */
    Optional<Found> ddk() {
        return all(DDK).stream().findFirst();
    }
}
