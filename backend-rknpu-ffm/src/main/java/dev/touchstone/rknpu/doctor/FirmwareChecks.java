package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether the firmware is as new as the device guide demands. */
final class FirmwareChecks {
    private static final String RUNTIME = "/usr/lib/librknn_runtime.so";

    private static final Pattern RUNTIME_VERSION = Pattern.compile(
            "librknn_runtime version (\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}) \\((\\w{1,20}) build: ([0-9: -]{1,30})"
                    + " base: (\\d{1,6})\\)");

    /** In the header of an installed package, name, version and release stand one after the other. */
    private static final Pattern TOYBRICK =
            Pattern.compile("toybrick-server\0(\\d[0-9A-Za-z.]{0,20})\0(\\d[0-9A-Za-z._]{0,40})\0");

    private static final List<String> PACKAGES =
            List.of("/var/lib/rpm/Packages", "/var/lib/rpm/rpmdb.sqlite", "/usr/lib/sysimage/rpm/rpmdb.sqlite");

    private FirmwareChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("runtime-version", "version of the firmware's librknn_runtime", FirmwareChecks::runtime),
                new Check("toybrick-server", "toybrick-server of the compute stick", FirmwareChecks::toybrick));
    }

    /** The firmware's own NPU library, which dates the firmware. */
    static Optional<MatchResult> runtimeVersion(Machine machine) {
        return Binaries.find(machine, RUNTIME, RUNTIME_VERSION);
    }

    private static Finding runtime(Machine machine) {
        var chip = Chip.of(Chip.compatible(machine));
        var version = runtimeVersion(machine);
        var ask = "strings " + RUNTIME + " | grep build | grep version";
        if (chip.isEmpty() || version.isEmpty()) {
            return Finding.cannotTell(
                    chip.isEmpty() ? "the chip is not known" : "no version in " + RUNTIME, chip.isEmpty() ? "" : ask);
        }
        var match = version.get();
        var found = "librknn_runtime " + match.group(1) + "." + match.group(2) + "." + match.group(3) + " ("
                + match.group(5).strip() + ")";
        return switch (chip.get()) {
            case RV1126, RV1109 ->
                atLeast(match, 1, 5, 1)
                        ? Finding.ok(found)
                        : Finding.wrong(
                                found, "1.5.1 or newer (firmware 1.51)", "flash firmware 1.51 of the board's vendor");
            case RK1808, RK1806 ->
                atLeast(match, 1, 3, 1)
                        ? Finding.ok(found + "; the device guide asks for firmware newer than 1.15")
                        : Finding.wrong(
                                found,
                                "1.3.1 or newer (firmware newer than 1.15)",
                                "flash a firmware newer than 1.15 of the board's vendor");
        };
    }

    private static boolean atLeast(MatchResult version, int... least) {
        for (int i = 0; i < least.length; i++) {
            int part = Integer.parseInt(version.group(i + 1));
            if (part != least[i]) {
                return part > least[i];
            }
        }
        return true;
    }

    private static Finding toybrick(Machine machine) {
        var release = machine.text("/etc/os-release").orElse("")
                + machine.text("/etc/fedora-release").orElse("");
        boolean stick = machine.has("/etc/init.d/toybrick-server")
                || machine.has("/usr/lib/systemd/system/toybrick-server.service")
                || release.contains("toybrick")
                || (release.contains("Fedora")
                        && Chip.of(Chip.compatible(machine)).isPresent());
        if (!stick) {
            return Finding.ok("not a TB-RK1808S0, to which alone this applies");
        }
        for (var database : PACKAGES) {
            var match = Binaries.find(machine, database, TOYBRICK);
            if (match.isPresent()) {
                var version = match.get().group(1);
                var build = match.get().group(2);
                var found = "toybrick-server " + version + "-" + build;
                return RpmVersions.compare(version, "1.4.1") > 0
                                || (RpmVersions.compare(version, "1.4.1") == 0 && RpmVersions.compare(build, "2") >= 0)
                        ? Finding.ok(found)
                        : Finding.wrong(found, "1.4.1-2 or newer", "sudo dnf update -y && sudo reboot");
            }
        }
        return Finding.cannotTell("no toybrick-server among the installed packages", "rpm -q toybrick-server");
    }
}
