package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether it is a board of the right kind at all. */
final class ChipChecks {
    private static final String LOADER_64 = "/lib/ld-linux-aarch64.so.1";
    private static final String LOADER_32 = "/lib/ld-linux-armhf.so.3";
    private static final String NPU = "/proc/device-tree/npu@ffbc0000";

    private ChipChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("chip", "chip with an NPU that librknpu_ddk knows", ChipChecks::chip),
                new Check("word-size", "word size of the programs that this system runs", ChipChecks::wordSize),
                new Check("npu-enabled", "NPU enabled in the device tree", ChipChecks::enabled));
    }

    private static String supported() {
        return Stream.of(Chip.values()).map(Chip::name).collect(Collectors.joining(", "));
    }

    private static Finding chip(Machine machine) {
        var compatible = Chip.compatible(machine);
        if (compatible.isEmpty()) {
            return Finding.wrong(
                    "no device tree (/proc/device-tree/compatible)",
                    "a board with " + supported(),
                    "run this on the board, or use it from here with --backend rknpu@ssh:user@board");
        }
        var names = String.join(", ", compatible);
        // Before the chips: a board of a refused chip may name a relative of it behind.
        var refusal = Chip.refusal(compatible);
        if (refusal.isPresent()) {
            return Finding.wrong(
                    names + ": " + refusal.get(),
                    supported(),
                    "use another backend on this board: --backend reference");
        }
        return Chip.of(compatible)
                .map(c -> Finding.ok(c + " (" + names + ")"))
                .orElseGet(() -> Finding.wrong(
                        names + ": not a chip that this backend knows",
                        supported(),
                        "use another backend on this board: --backend reference"));
    }

    private static Finding wordSize(Machine machine) {
        boolean wide = machine.has(LOADER_64);
        boolean narrow = machine.has(LOADER_32);
        if (!wide && !narrow) {
            return machine.has("/lib/ld-linux.so.3")
                            || machine.has("/lib/ld-uClibc.so.0")
                            || machine.has("/lib/ld-musl-armhf.so.1")
                            || machine.has("/lib/ld-musl-aarch64.so.1")
                    ? Finding.wrong(
                            "neither " + LOADER_64 + " nor " + LOADER_32
                                    + ": the system uses musl, uClibc or soft float",
                            "glibc, 64-bit or 32-bit with hard float",
                            "flash the vendor's Linux firmware of this board")
                    : Finding.cannotTell("neither " + LOADER_64 + " nor " + LOADER_32, "");
        }
        var found = wide && narrow ? "64-bit and 32-bit" : wide ? "64-bit" : "32-bit (hard float)";
        var chip = Chip.of(Chip.compatible(machine));
        if (chip.isPresent() && (chip.get().isWide() ? !wide : !narrow)) {
            return Finding.wrong(
                    found + " programs only, chip " + chip.get(),
                    chip.get().isWide() ? "64-bit programs" : "32-bit programs with hard float",
                    "flash the vendor's firmware of this board, and use the DDK's folder "
                            + chip.get().folder() + " with a JDK for "
                            + (chip.get().isWide() ? "arm64" : "armhf"));
        }
        if (chip.isPresent() && machine.isHere() && jvmIsWide() != chip.get().isWide()) {
            return Finding.wrong(
                    "this Java is " + (jvmIsWide() ? "64-bit" : "32-bit") + ", the DDK for " + chip.get() + " is "
                            + (chip.get().isWide() ? "64-bit" : "32-bit"),
                    "a JDK for " + (chip.get().isWide() ? "arm64" : "armhf"),
                    "apt install openjdk-25-jre-headless:" + (chip.get().isWide() ? "arm64" : "armhf"));
        }
        return Finding.ok(found);
    }

    private static boolean jvmIsWide() {
        return java.lang.foreign.ValueLayout.ADDRESS.byteSize() == 8;
    }

    private static Finding enabled(Machine machine) {
        if (!machine.has(NPU)) {
            return Finding.cannotTell("no " + NPU, "");
        }
        var status = machine.text(NPU + "/status").orElse("okay").replace("\0", "");
        return status.equals("okay") || status.equals("ok")
                ? Finding.ok("status " + status)
                : Finding.wrong(
                        NPU + "/status is " + status,
                        "okay",
                        "set status = \"okay\" at npu@ffbc0000 in the board's device tree source and flash it");
    }
}
