package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Everything of the driver that has a version: what does not fit together is the commonest fault. */
final class Pieces {
    private static final Pattern OVXLIB = Pattern.compile("OVXLIB_VERSION==(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})");

    private Pieces() {}

    static List<Piece> of(Machine machine) {
        var pieces = new ArrayList<Piece>();
        var libraries = new Libraries(machine);
        libraries.ddk().ifPresent(f -> {
            var ovxlib = Binaries.find(machine, f.path(), OVXLIB)
                    .map(m -> "ovxlib " + m.group(1) + ", ")
                    .orElse("");
            var build = f.elf().map(ElfFile::buildId).filter(b -> !b.isEmpty()).orElse("none");
            pieces.add(new Piece(Libraries.DDK, f.path(), ovxlib + "build id " + build));
        });
        for (var name : List.of("libGAL.so", "libOpenVX.so", "libOpenVX.so.1.2", "libVSC.so", "libArchModelSw.so")) {
            for (var copy : libraries.all(name)) {
                pieces.add(new Piece(name, copy.path(), version(machine, copy)));
            }
        }
        DriverChecks.module(machine)
                .ifPresent(m -> pieces.add(new Piece(
                        "kernel module galcore",
                        m,
                        Binaries.find(machine, m, Generations.VERSION)
                                .map(v -> v.group(1) + " build " + v.group(2))
                                .orElse("unknown"))));
        machine.text("/sys/kernel/debug/gc/version")
                .ifPresent(v -> pieces.add(new Piece(
                        "running galcore",
                        "/sys/kernel/debug/gc/version",
                        v.lines().findFirst().orElse("unknown"))));
        FirmwareChecks.runtimeVersion(machine)
                .ifPresent(m -> pieces.add(new Piece(
                        "librknn_runtime.so",
                        "/usr/lib/librknn_runtime.so",
                        m.group(1) + "." + m.group(2) + "." + m.group(3) + " base " + m.group(6))));
        return pieces;
    }

    private static String version(Machine machine, Libraries.Found library) {
        return Binaries.find(machine, library.path(), Generations.VERSION)
                .map(m -> m.group(1) + " build " + m.group(2))
                .orElseGet(() -> library.elf()
                        .map(e -> e.soname().isEmpty() ? "unknown" : "SONAME " + e.soname())
                        .orElseGet(library::fault));
    }
}
