package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kernel's side: module, device node, and whether it is of the libraries' generation. */
final class DriverChecks {
    private static final List<String> NODES = List.of("/dev/galcore", "/dev/graphics/galcore");
    private static final Pattern VERMAGIC = Pattern.compile("vermagic=([0-9A-Za-z._+-]{1,64})");
    private static final Pattern DEBUG_VERSION =
            Pattern.compile("(\\d+\\.\\d+\\.\\d+)[.: ]\\D*(\\d+)?[.: ]*(\\d{4,10})");
    private static final Pattern BOOT_TIME = Pattern.compile("(?m)^btime (\\d{1,12})");

    private DriverChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("device-node", "device node of the NPU", DriverChecks::deviceNode),
                new Check("module-kernel", "galcore.ko built for this kernel", DriverChecks::moduleKernel),
                new Check(
                        "generation", "libraries and kernel module of one driver generation", DriverChecks::generation),
                new Check("ddk-generation", "driver generation that the DDK is made for", DriverChecks::ddkGeneration),
                new Check("reboot", "kernel module loaded since it was replaced", DriverChecks::reboot));
    }

    /** Where the kernel module lies: the documented place, or that of the running kernel. */
    static Optional<String> module(Machine machine) {
        var places = new ArrayList<>(List.of("/lib/modules/galcore.ko"));
        machine.text("/proc/sys/kernel/osrelease").ifPresent(release -> {
            places.add("/lib/modules/" + release + "/galcore.ko");
            places.add("/lib/modules/" + release + "/extra/galcore.ko");
        });
        return places.stream().filter(machine::has).findFirst();
    }

    private static boolean isLoaded(Machine machine) {
        return ("\n" + machine.text("/proc/modules").orElse("")).contains("\ngalcore ")
                || machine.has("/sys/module/galcore");
    }

    private static Finding deviceNode(Machine machine) {
        var node = NODES.stream().filter(machine::has).findFirst();
        if (node.isEmpty() && Chip.compatible(machine).isEmpty()) {
            return Finding.cannotTell("none, which is no wonder on a machine that is no board", "");
        }
        if (node.isEmpty()) {
            var module = module(machine);
            if (isLoaded(machine)) {
                return Finding.wrong(
                        "neither " + String.join(" nor ", NODES) + ", although galcore is loaded",
                        NODES.getFirst(),
                        "mknod -m 666 /dev/galcore c 199 0");
            }
            return Finding.wrong(
                    "neither " + String.join(" nor ", NODES) + "; galcore is not loaded",
                    NODES.getFirst(),
                    module.map(m -> "insmod " + m + " contiguousSize=0x400000, as /etc/init.d/S60NPU_init does")
                            .orElse("install the firmware's galcore.ko as /lib/modules/galcore.ko and restart"));
        }
        var file = machine.find(node.get()).orElseThrow();
        return isAccessible(machine, file)
                ? Finding.ok(node.get())
                : Finding.wrong(
                        node.get() + " is not readable and writable for "
                                + (machine.isHere() ? "user " + System.getProperty("user.name") : "every user") + " ("
                                + mode(file) + ")",
                        "rw-rw-rw-",
                        "chmod 666 " + node.get() + "; to keep it: echo 'KERNEL==\"galcore\", MODE=\"0666\"' >"
                                + " /etc/udev/rules.d/99-galcore.rules");
    }

    private static boolean isAccessible(Machine machine, Path file) {
        if (machine.isHere()) {
            return Files.isReadable(file) && Files.isWritable(file);
        }
        try {
            return Files.getPosixFilePermissions(file)
                    .containsAll(List.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    private static String mode(Path file) {
        try {
            return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException e) {
            return "mode unknown";
        }
    }

    private static Finding moduleKernel(Machine machine) {
        var module = module(machine);
        var kernel = machine.text("/proc/sys/kernel/osrelease");
        if (module.isEmpty() || kernel.isEmpty()) {
            return Finding.cannotTell(
                    module.isEmpty() ? "no galcore.ko in /lib/modules" : "no /proc/sys/kernel/osrelease", "");
        }
        var made = Binaries.find(machine, module.get(), VERMAGIC);
        if (made.isEmpty()) {
            return Finding.cannotTell(module.get() + " does not say for which kernel it is", "");
        }
        return made.get().group(1).equals(kernel.get())
                ? Finding.ok(module.get() + " is for " + kernel.get())
                : Finding.wrong(
                        module.get() + " is for kernel " + made.get().group(1) + ", this one is " + kernel.get(),
                        "a module for " + kernel.get(),
                        "install the galcore.ko of this kernel from its firmware, or of github.com/rockchip-linux/rknpu"
                                + " drivers/npu_ko");
    }

    /** The build number of the running driver; of the module's file, if that cannot be asked. */
    static Optional<String> kernelBuild(Machine machine) {
        var debug = machine.text("/sys/kernel/debug/gc/version");
        if (debug.isPresent()) {
            var match = DEBUG_VERSION.matcher(debug.get());
            if (match.find()) {
                return Optional.of(match.group(3));
            }
        }
        return module(machine)
                .flatMap(m -> Binaries.find(machine, m, Generations.VERSION))
                .map(m -> m.group(2));
    }

    private static Optional<String> libraryBuild(Machine machine) {
        return new Libraries(machine)
                .all("libGAL.so").stream()
                        .findFirst()
                        .flatMap(f -> Binaries.find(machine, f.path(), Generations.VERSION))
                        .map(m -> m.group(2));
    }

    private static String name(String build) {
        return Generations.ofBuild(build).map(Generations::describe).orElse("build " + build);
    }

    private static Finding generation(Machine machine) {
        var library = libraryBuild(machine);
        var kernel = kernelBuild(machine);
        if (library.isEmpty() || kernel.isEmpty()) {
            return Finding.cannotTell(
                    "no version of " + (library.isEmpty() ? "libGAL.so" : "the kernel module galcore"),
                    library.isPresent()
                            ? "mount -t debugfs none /sys/kernel/debug; cat /sys/kernel/debug/gc/version"
                            : "");
        }
        if (library.get().equals(kernel.get())) {
            return Finding.ok("both " + name(library.get()));
        }
        var wanted = Generations.ofBuild(library.get());
        return Finding.wrong(
                "libGAL.so is " + name(library.get()) + ", galcore is " + name(kernel.get()),
                "the same build number for all; calls crash otherwise",
                "either install the galcore.ko "
                        + wanted.map(Generations::describe).orElse("of build " + library.get())
                        + " for kernel "
                        + machine.text("/proc/sys/kernel/osrelease").orElse("of this board")
                        + " as /lib/modules/galcore.ko and restart, or put the firmware's own libGAL.so, libVSC.so and"
                        + " libOpenVX.so back into /usr/lib and add only librknpu_ddk.so");
    }

    private static Finding ddkGeneration(Machine machine) {
        var ddk = new Libraries(machine).ddk().flatMap(Libraries.Found::elf);
        var library = libraryBuild(machine);
        if (ddk.isEmpty() || library.isEmpty()) {
            return Finding.cannotTell("no version of " + (ddk.isEmpty() ? "librknpu_ddk.so" : "libGAL.so"), "");
        }
        var made = Generations.ofDdk(ddk.get().bits() == 64);
        if (library.get().equals(made.build())) {
            return Finding.ok(made.describe());
        }
        var kernel = kernelBuild(machine);
        // The firmware's own set, one generation for all, is the second way that is expected to work.
        return kernel.equals(library)
                ? Finding.cannotTell(
                        "the firmware's driver is " + name(library.get()) + ", the DDK was made for " + made.describe()
                                + "; whether they work together shows a run",
                        "touchstone run --backend rknpu")
                : Finding.wrong(
                        "libGAL.so is " + name(library.get()) + ", the DDK was made for " + made.describe(),
                        made.describe(),
                        "cp rknpu_ddk/" + (ddk.get().bits() == 64 ? "lib64" : "lib") + "/libGAL.so /usr/lib/, with the"
                                + " other libraries of that folder");
    }

    private static Finding reboot(Machine machine) {
        var boot = BOOT_TIME.matcher(machine.text("/proc/stat").orElse(""));
        var newest = new ArrayList<String>();
        if (!boot.find()) {
            return Finding.cannotTell("/proc/stat does not say when the machine started", "");
        }
        var started = Instant.ofEpochSecond(Long.parseLong(boot.group(1)));
        if (!isLoaded(machine)) {
            return Finding.ok("galcore is not loaded");
        }
        module(machine).ifPresent(newest::add);
        var later = newest.stream()
                .filter(f -> machine.find(f)
                        .flatMap(DriverChecks::modified)
                        .map(started::isBefore)
                        .orElse(false))
                .collect(Collectors.joining(", "));
        return later.isEmpty()
                ? Finding.ok("started " + started)
                : Finding.wrong(
                        later + " is newer than the start of the machine (" + started + "): another module is running",
                        "a restart after the module was replaced",
                        "reboot");
    }

    private static Optional<Instant> modified(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
