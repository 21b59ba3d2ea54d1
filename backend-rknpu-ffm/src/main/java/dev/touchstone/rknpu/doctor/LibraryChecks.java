package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.rknpu.doctor.Libraries.Found;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the vendor's library is there, with everything that it needs, once. */
final class LibraryChecks {
    /** What the documentation has copied to /usr/lib, by folder of the DDK. */
    private static final List<String> WIDE = List.of("libGAL.so", "libVSC.so", "libOpenVX.so");

    private static final List<String> NARROW =
            List.of("libGAL.so", "libVSC.so", "libNNArchPerf.so", "libArchModelSw.so", "libOpenVX.so.1.2");

    private static final int MAX_LIBRARIES = 64;

    private LibraryChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("ddk", "librknpu_ddk.so", LibraryChecks::ddk),
                new Check("needed", "the libraries that librknpu_ddk.so needs", LibraryChecks::needed),
                new Check("symbol-versions", "versions of glibc and libstdc++", LibraryChecks::symbolVersions),
                new Check("installed", "the DDK's libraries in /usr/lib", LibraryChecks::installed),
                new Check("duplicates", "copies of a library that shadow one another", LibraryChecks::duplicates),
                new Check("mini-driver", "driver that can compile networks", LibraryChecks::miniDriver));
    }

    private static String folder(Machine machine) {
        return Chip.of(Chip.compatible(machine)).map(Chip::folder).orElse("lib or lib64");
    }

    private static Finding ddk(Machine machine) {
        var libraries = new Libraries(machine);
        var found = libraries.ddk();
        if (found.isEmpty() && Chip.compatible(machine).isEmpty()) {
            return Finding.cannotTell("not found, which is no wonder on a machine that is no board", "");
        }
        if (found.isEmpty()) {
            var elsewhere = libraries.elsewhere(Libraries.DDK);
            return Finding.wrong(
                    elsewhere.isEmpty()
                            ? "not found"
                            : "only in " + elsewhere.getFirst().path() + ", which is not searched",
                    "in one of " + String.join(", ", libraries.searched()),
                    elsewhere.isEmpty()
                            ? "cp rknpu_ddk/" + folder(machine) + "/librknpu_ddk.so /usr/lib/ (from"
                                    + " github.com/airockchip/rknpu_ddk)"
                            : "cp " + elsewhere.getFirst().path() + " /usr/lib/");
        }
        var elf = found.get().elf();
        if (elf.isEmpty()) {
            return Finding.wrong(
                    found.get().path() + ": " + found.get().fault(),
                    "an ELF shared library",
                    "cp rknpu_ddk/" + folder(machine) + "/librknpu_ddk.so "
                            + found.get().path());
        }
        var chip = Chip.of(Chip.compatible(machine));
        var kind = elf.get().kind();
        int expected = chip.map(c -> c.isWide() ? ElfFile.AARCH64 : ElfFile.ARM)
                .orElse(elf.get().machine());
        if (elf.get().machine() != expected) {
            return Finding.wrong(
                    found.get().path() + " is for " + kind + ", the chip is "
                            + chip.map(Chip::name).orElse(""),
                    expected == ElfFile.AARCH64 ? "64-bit ARM (aarch64)" : "32-bit ARM (armhf)",
                    "cp rknpu_ddk/" + folder(machine) + "/librknpu_ddk.so "
                            + found.get().path());
        }
        return Finding.ok(found.get().path() + ", " + kind)
                .with(List.of("build id "
                        + (elf.get().buildId().isEmpty() ? "none" : elf.get().buildId())));
    }

    /** A library that another one needs and that is not found. */
    private record Missing(String name, String by) {}

    /** Everything that is loaded with the DDK, in order of discovery, and what is missing. */
    private record Closure(Map<String, Found> loaded, List<Missing> missing) {
        static Optional<Closure> of(Libraries libraries) {
            var start = libraries.ddk();
            var elf = start.flatMap(Found::elf);
            if (start.isEmpty() || elf.isEmpty()) {
                return Optional.empty();
            }
            var loaded = new LinkedHashMap<String, Found>();
            var missing = new ArrayList<Missing>();
            var waiting = new ArrayDeque<Found>();
            loaded.put(Libraries.DDK, start.get());
            waiting.add(start.get());
            var seen = new LinkedHashSet<String>();
            while (!waiting.isEmpty() && seen.size() < MAX_LIBRARIES) {
                var library = waiting.poll();
                for (var name : library.elf().map(ElfFile::needed).orElse(List.of())) {
                    if (!seen.add(name)) {
                        continue;
                    }
                    var found = libraries.loaded(name, elf.get());
                    if (found.isPresent()) {
                        loaded.put(name, found.get());
                        waiting.add(found.get());
                    } else {
                        missing.add(new Missing(name, library.path()));
                    }
                }
            }
            return Optional.of(new Closure(loaded, missing));
        }
    }

    private static Finding needed(Machine machine) {
        var libraries = new Libraries(machine);
        var closure = Closure.of(libraries);
        if (closure.isEmpty()) {
            return Finding.cannotTell("librknpu_ddk.so is not there or not readable", "");
        }
        var evidence = closure.get().loaded().entrySet().stream()
                .map(e -> e.getKey() + " is " + e.getValue().path())
                .toList();
        var missing = closure.get().missing();
        if (missing.isEmpty()) {
            return Finding.ok(closure.get().loaded().size() + " libraries, all found")
                    .with(evidence);
        }
        var text = missing.stream()
                .map(m -> m.name() + " (needed by " + m.by() + ")" + otherKind(libraries, m.name()))
                .collect(Collectors.joining(", "));
        return Finding.wrong(
                        "missing: " + text,
                        "in one of " + String.join(", ", libraries.searched()),
                        "cp rknpu_ddk/" + folder(machine) + "/{"
                                + missing.stream().map(Missing::name).collect(Collectors.joining(","))
                                + "} /usr/lib/; what the DDK does not bring belongs to the firmware")
                .with(evidence);
    }

    private static String otherKind(Libraries libraries, String name) {
        return libraries.all(name).stream()
                .findFirst()
                .map(f -> "; " + f.path() + " is "
                        + f.elf().map(e -> "for " + e.kind()).orElseGet(f::fault))
                .orElse("");
    }

    private static Finding symbolVersions(Machine machine) {
        var libraries = new Libraries(machine);
        var closure = Closure.of(libraries);
        if (closure.isEmpty()) {
            return Finding.cannotTell("librknpu_ddk.so is not there or not readable", "");
        }
        var provided = new TreeSet<String>();
        closure.get().loaded().values().forEach(f -> f.elf().ifPresent(e -> provided.addAll(e.provides())));
        var lacking = new ArrayList<String>();
        closure.get()
                .loaded()
                .forEach((name, found) -> found.elf()
                        .ifPresent(elf -> elf.requires().stream()
                                .filter(v -> v.startsWith("GLIBC") || v.startsWith("CXXABI"))
                                .filter(v -> !provided.contains(v))
                                .forEach(v -> lacking.add(v + " (needed by " + found.path() + ")"))));
        if (provided.isEmpty()) {
            return Finding.cannotTell("no library here defines symbol versions", "");
        }
        if (lacking.isEmpty()) {
            return Finding.ok("all symbol versions that are needed are there");
        }
        boolean onlyCxx = lacking.stream().allMatch(v -> v.startsWith("GLIBCXX") || v.startsWith("CXXABI"));
        return Finding.wrong(
                "not provided: " + String.join(", ", lacking),
                "libstdc++ of GCC 5.1 (GLIBCXX_3.4.21) and glibc 2.17 (armhf: 2.7), or newer",
                onlyCxx
                        ? "put a newer libstdc++.so.6 beside the application and its directory on LD_LIBRARY_PATH"
                        : "flash a newer firmware: glibc cannot be replaced alone");
    }

    private static Finding installed(Machine machine) {
        var chip = Chip.of(Chip.compatible(machine));
        if (chip.isEmpty()) {
            return Finding.cannotTell("the chip is not known, and with it not the folder", "");
        }
        var wanted = chip.get().isWide() ? WIDE : NARROW;
        var missing = wanted.stream().filter(n -> !machine.has("/usr/lib/" + n)).toList();
        if (missing.isEmpty()) {
            return Finding.ok(String.join(", ", wanted));
        }
        return Finding.wrong(
                "not in /usr/lib: " + String.join(", ", missing),
                "all libraries of the DDK's folder " + chip.get().folder() + " but librknpu_ddk.so in /usr/lib",
                "cp rknpu_ddk/" + chip.get().folder() + "/"
                        + (missing.size() == 1 ? missing.getFirst() : "{" + String.join(",", missing) + "}")
                        + " /usr/lib/");
    }

    private static Finding duplicates(Machine machine) {
        var libraries = new Libraries(machine);
        var shadowed = new ArrayList<String>();
        var remove = new ArrayList<String>();
        for (var name : List.of(
                Libraries.DDK,
                "libGAL.so",
                "libVSC.so",
                "libOpenVX.so",
                "libOpenVX.so.1",
                "libOpenVX.so.1.2",
                "libNNArchPerf.so",
                "libArchModelSw.so")) {
            var copies = libraries.all(name);
            for (var copy : copies.stream().skip(1).toList()) {
                if (!sameContents(copies.getFirst(), copy)) {
                    shadowed.add(copies.getFirst().path() + " hides " + copy.path());
                    // The documented place stays.
                    boolean keepFirst = copies.getFirst().path().startsWith("/usr/lib/");
                    remove.add((keepFirst ? copy : copies.getFirst()).path());
                }
            }
        }
        if (shadowed.isEmpty()) {
            return Finding.ok("none");
        }
        return Finding.wrong(
                String.join(", ", shadowed),
                "one copy of each, in /usr/lib",
                "rm " + remove.stream().distinct().collect(Collectors.joining(" ")));
    }

    private static boolean sameContents(Found one, Found other) {
        try {
            return java.nio.file.Files.mismatch(one.file(), other.file()) < 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static Finding miniDriver(Machine machine) {
        var libraries = new Libraries(machine);
        boolean full = !libraries.all("libVSC.so").isEmpty();
        var lite = libraries.all("libVSC_Lite.so");
        if (full) {
            return Finding.ok("libVSC.so, the full one");
        }
        return lite.isEmpty()
                ? Finding.cannotTell("neither libVSC.so nor libVSC_Lite.so", "")
                : Finding.wrong(
                        lite.getFirst().path() + " without libVSC.so: a \"mini\" driver, which only runs networks that"
                                + " were compiled elsewhere",
                        "libVSC.so",
                        "install the full driver of the firmware: copy drivers/linux-*/usr/lib of"
                                + " github.com/rockchip-linux/rknpu (the folder without -mini) to /usr/lib");
    }
}
