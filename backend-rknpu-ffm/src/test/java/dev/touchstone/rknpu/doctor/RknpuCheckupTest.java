package dev.touchstone.rknpu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Finding.State;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boards with one fault each: the right check finds it and has the right remedy. */
final class RknpuCheckupTest {
    @TempDir
    private Path root;

    /** The answers by check, in order. */
    private record Findings(Map<String, Finding> byCheck) {
        Finding get(String check) {
            return Objects.requireNonNull(byCheck.get(check), check);
        }
    }

    private static Findings examine(Machine machine) {
        var findings = new LinkedHashMap<String, Finding>();
        new RknpuCheckup()
                .checks()
                .forEach(c -> findings.put(c.id(), c.examination().apply(machine)));
        return new Findings(findings);
    }

    private static FakeBoard board(String name, Path root) {
        return name.equals("rk1808") ? FakeBoard.rk1808(root) : FakeBoard.rv1126(root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rk1808", "rv1126"})
    void findsNothingWrongWithAHealthyBoard(String name) {
        var findings = examine(Machine.below(board(name, root).root));

        assertThat(findings.byCheck().values()).extracting(Finding::state).containsOnly(State.OK);
        assertThat(findings.get("needed").evidence())
                .contains("librknpu_ddk.so is /usr/lib/librknpu_ddk.so", "libGAL.so is /usr/lib/libGAL.so");
    }

    /** A fault. */
    record Fault(String name, String board, UnaryOperator<FakeBoard> seed, String check, String found, String remedy) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Fault fault(
            String name, String board, UnaryOperator<FakeBoard> seed, String check, String found, String remedy) {
        return new Fault(name, board, seed, check, found, remedy);
    }

    static Stream<Fault> faults() {
        return Stream.of(
                fault(
                        "no device tree",
                        "rk1808",
                        b -> b.remove("/proc/device-tree/compatible"),
                        "chip",
                        "no device tree (/proc/device-tree/compatible)",
                        "run this on the board, or use it from here with --backend rknpu@ssh:user@board"),
                fault(
                        "RK3399Pro",
                        "rk1808",
                        b -> b.compatible("radxa,rockpi-n10", "rockchip,rk3399pro", "rockchip,rk1808"),
                        "chip",
                        "radxa,rockpi-n10, rockchip,rk3399pro, rockchip,rk1808: the NPU of an RK3399Pro is a system of its"
                                + " own behind PCIe or USB, which librknpu_ddk does not reach",
                        "use another backend on this board: --backend reference"),
                fault(
                        "chip of the next generation",
                        "rk1808",
                        b -> b.compatible("radxa,rock-5b", "rockchip,rk3588"),
                        "chip",
                        "radxa,rock-5b, rockchip,rk3588: its NPU is of the next generation (driver rknpu, library"
                                + " librknnrt), which librknpu_ddk does not know",
                        "use another backend on this board: --backend reference"),
                fault(
                        "chip without NPU",
                        "rk1808",
                        b -> b.compatible("raspberrypi,4-model-b", "brcm,bcm2711"),
                        "chip",
                        "raspberrypi,4-model-b, brcm,bcm2711: not a chip that this backend knows",
                        "use another backend on this board: --backend reference"),
                fault(
                        "musl system",
                        "rv1126",
                        b -> b.remove("/lib/ld-linux-armhf.so.3").write("/lib/ld-musl-armhf.so.1", "x"),
                        "word-size",
                        "neither /lib/ld-linux-aarch64.so.1 nor /lib/ld-linux-armhf.so.3: the system uses musl, uClibc or"
                                + " soft float",
                        "flash the vendor's Linux firmware of this board"),
                fault(
                        "32-bit system on a 64-bit chip",
                        "rk1808",
                        b -> b.remove("/lib/ld-linux-aarch64.so.1").write("/lib/ld-linux-armhf.so.3", "x"),
                        "word-size",
                        "32-bit (hard float) programs only, chip RK1808",
                        "flash the vendor's firmware of this board, and use the DDK's folder lib64 with a JDK for arm64"),
                fault(
                        "NPU disabled",
                        "rv1126",
                        b -> b.write("/proc/device-tree/npu@ffbc0000/status", "disabled\0"),
                        "npu-enabled",
                        "/proc/device-tree/npu@ffbc0000/status is disabled",
                        "set status = \"okay\" at npu@ffbc0000 in the board's device tree source and flash it"),
                fault(
                        "no DDK",
                        "rk1808",
                        b -> b.remove("/usr/lib/librknpu_ddk.so"),
                        "ddk",
                        "not found",
                        "cp rknpu_ddk/lib64/librknpu_ddk.so /usr/lib/ (from github.com/airockchip/rknpu_ddk)"),
                fault(
                        "DDK off the path",
                        "rk1808",
                        b -> b.write("/usr/local/lib/librknpu_ddk.so", b.ddk(true))
                                .remove("/usr/lib/librknpu_ddk.so"),
                        "ddk",
                        "only in /usr/local/lib/librknpu_ddk.so, which is not searched",
                        "cp /usr/local/lib/librknpu_ddk.so /usr/lib/"),
                fault(
                        "DDK of the other folder",
                        "rk1808",
                        b -> b.write("/usr/lib/librknpu_ddk.so", ElfWriter.armhf("librknpu_ddk.so")),
                        "ddk",
                        "/usr/lib/librknpu_ddk.so is for 32-bit ARM (armhf), the chip is RK1808",
                        "cp rknpu_ddk/lib64/librknpu_ddk.so /usr/lib/librknpu_ddk.so"),
                fault(
                        "DDK that is a web page",
                        "rv1126",
                        b -> b.write(
                                "/usr/lib/librknpu_ddk.so", "<html>not found, and long enough to be a header</html>"),
                        "ddk",
                        "/usr/lib/librknpu_ddk.so: no ELF file",
                        "cp rknpu_ddk/lib/librknpu_ddk.so /usr/lib/librknpu_ddk.so"),
                fault(
                        "library missing that another one needs",
                        "rv1126",
                        b -> b.remove("/usr/lib/libNNArchPerf.so"),
                        "needed",
                        "missing: libNNArchPerf.so (needed by /usr/lib/libArchModelSw.so)",
                        "cp rknpu_ddk/lib/{libNNArchPerf.so} /usr/lib/; what the DDK does not bring belongs to the"
                                + " firmware"),
                fault(
                        "link lost in copying",
                        "rk1808",
                        b -> b.remove("/usr/lib/libOpenVX.so").link("/usr/lib/libOpenVX.so", "libOpenVX.so.9"),
                        "needed",
                        "missing: libOpenVX.so (needed by /usr/lib/librknpu_ddk.so)",
                        "cp rknpu_ddk/lib64/{libOpenVX.so} /usr/lib/; what the DDK does not bring belongs to the"
                                + " firmware"),
                fault(
                        "library of the other word size",
                        "rk1808",
                        b -> b.write("/usr/lib/libVSC.so", ElfWriter.armhf("libVSC.so")),
                        "needed",
                        "missing: libVSC.so (needed by /usr/lib/libOpenVX.so); /usr/lib/libVSC.so is for 32-bit ARM"
                                + " (armhf)",
                        "cp rknpu_ddk/lib64/{libVSC.so} /usr/lib/; what the DDK does not bring belongs to the firmware"),
                fault(
                        "old libstdc++",
                        "rk1808",
                        b -> b.write(
                                "/usr/lib/libstdc++.so.6",
                                ElfWriter.aarch64("libstdc++.so.6").provides("GLIBCXX_3.4.20", "CXXABI_1.3.8")),
                        "symbol-versions",
                        "not provided: GLIBCXX_3.4.21 (needed by /usr/lib/librknpu_ddk.so)",
                        "put a newer libstdc++.so.6 beside the application and its directory on LD_LIBRARY_PATH"),
                fault(
                        "old glibc",
                        "rk1808",
                        b -> b.write(
                                "/lib/libc.so.6", ElfWriter.aarch64("libc.so.6").provides("GLIBC_2.4")),
                        "symbol-versions",
                        "not provided: GLIBC_2.17 (needed by /usr/lib/librknpu_ddk.so)",
                        "flash a newer firmware: glibc cannot be replaced alone"),
                fault(
                        "libraries elsewhere than documented",
                        "rk1808",
                        b -> b.write("/etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n")
                                .write("/etc/ld.so.conf.d/npu.conf", "# NPU\n/opt/npu\n")
                                .write(
                                        "/opt/npu/libVSC.so",
                                        ElfWriter.aarch64("libVSC.so").needs("libGAL.so"))
                                .remove("/usr/lib/libVSC.so"),
                        "installed",
                        "not in /usr/lib: libVSC.so",
                        "cp rknpu_ddk/lib64/libVSC.so /usr/lib/"),
                fault(
                        "second copy that hides the first",
                        "rk1808",
                        b -> b.write(
                                        "/usr/lib64/libGAL.so",
                                        FakeBoard.gal(true, "6.4.0:227915").needs("libm.so.6"))
                                .write("/lib/libm.so.6", ElfWriter.aarch64("libm.so.6")),
                        "duplicates",
                        "/usr/lib64/libGAL.so hides /usr/lib/libGAL.so",
                        "rm /usr/lib64/libGAL.so"),
                fault(
                        "mini driver",
                        "rv1126",
                        b -> b.remove("/usr/lib/libVSC.so")
                                .write("/usr/lib/libVSC_Lite.so", ElfWriter.armhf("libVSC_Lite.so")),
                        "mini-driver",
                        "/usr/lib/libVSC_Lite.so without libVSC.so: a \"mini\" driver, which only runs networks that were"
                                + " compiled elsewhere",
                        "install the full driver of the firmware: copy drivers/linux-*/usr/lib of"
                                + " github.com/rockchip-linux/rknpu (the folder without -mini) to /usr/lib"),
                fault(
                        "module not loaded",
                        "rk1808",
                        b -> b.remove("/dev/galcore").write("/proc/modules", "other 1 0 - Live 0x0\n"),
                        "device-node",
                        "neither /dev/galcore nor /dev/graphics/galcore; galcore is not loaded",
                        "insmod /lib/modules/galcore.ko contiguousSize=0x400000, as /etc/init.d/S60NPU_init does"),
                fault(
                        "module loaded without a node",
                        "rk1808",
                        b -> b.remove("/dev/galcore"),
                        "device-node",
                        "neither /dev/galcore nor /dev/graphics/galcore, although galcore is loaded",
                        "mknod -m 666 /dev/galcore c 199 0"),
                fault(
                        "node for root only",
                        "rv1126",
                        b -> b.mode("/dev/galcore", "rw-------"),
                        "device-node",
                        "/dev/galcore is not readable and writable for every user (rw-------)",
                        "chmod 666 /dev/galcore; to keep it: echo 'KERNEL==\"galcore\", MODE=\"0666\"' >"
                                + " /etc/udev/rules.d/99-galcore.rules"),
                fault(
                        "module of another kernel",
                        "rk1808",
                        b -> b.write("/proc/sys/kernel/osrelease", "4.4.210\n"),
                        "module-kernel",
                        "/lib/modules/galcore.ko is for kernel 4.4.194, this one is 4.4.210",
                        "install the galcore.ko of this kernel from its firmware, or of github.com/rockchip-linux/rknpu"
                                + " drivers/npu_ko"),
                fault(
                        "libraries and module of two generations",
                        "rk1808",
                        b -> b.write("/sys/kernel/debug/gc/version", "6.4.6.5.351518 \n"),
                        "generation",
                        "libGAL.so is 6.4.0 build 227915 (librknn_runtime 1.3.1 to 1.4.0), galcore is 6.4.6 build 351518"
                                + " (librknn_runtime 1.7.0 to 1.7.5)",
                        "either install the galcore.ko 6.4.0 build 227915 (librknn_runtime 1.3.1 to 1.4.0) for kernel"
                                + " 4.4.194 as /lib/modules/galcore.ko and restart, or put the firmware's own libGAL.so,"
                                + " libVSC.so and libOpenVX.so back into /usr/lib and add only librknpu_ddk.so"),
                fault(
                        "module replaced and not loaded",
                        "rv1126",
                        b -> b.time("/lib/modules/galcore.ko", 3600),
                        "reboot",
                        "/lib/modules/galcore.ko is newer than the start of the machine (2026-01-02T03:04:05Z): another"
                                + " module is running",
                        "reboot"),
                fault(
                        "old firmware of an RV1126",
                        "rv1126",
                        b -> b.write(
                                "/usr/lib/librknn_runtime.so",
                                "librknn_runtime version 1.5.0 (abcdef0 build: 2020-09-16 10:00:00 base: 1126)"),
                        "runtime-version",
                        "librknn_runtime 1.5.0 (2020-09-16 10:00:00)",
                        "flash firmware 1.51 of the board's vendor"),
                fault(
                        "old firmware of an RK1808",
                        "rk1808",
                        b -> b.write(
                                "/usr/lib/librknn_runtime.so",
                                "librknn_runtime version 1.2.1 (abcdef0 build: 2019-09-16 10:00:00 base: 1112)"),
                        "runtime-version",
                        "librknn_runtime 1.2.1 (2019-09-16 10:00:00)",
                        "flash a firmware newer than 1.15 of the board's vendor"),
                fault(
                        "old stick",
                        "rk1808",
                        b -> b.write("/etc/fedora-release", "Fedora release 28 (Twenty Eight)\n")
                                .write(
                                        "/var/lib/rpm/Packages",
                                        "xx\0toybrick-server\0001.4.1\0001.rk1808.fc28\0Toybrick"),
                        "toybrick-server",
                        "toybrick-server 1.4.1-1.rk1808.fc28",
                        "sudo dnf update -y && sudo reboot"),
                fault(
                        "slow NPU",
                        "rv1126",
                        b -> b.write("/sys/class/devfreq/ffbc0000.npu/cur_freq", "200000000\n"),
                        "npu-clock",
                        "governor userspace, 200 MHz of 800 MHz",
                        "echo userspace > /sys/class/devfreq/ffbc0000.npu/governor; cat"
                                + " /sys/class/devfreq/ffbc0000.npu/max_freq >"
                                + " /sys/class/devfreq/ffbc0000.npu/userspace/set_freq"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsTheFaultAndItsRemedy(Fault fault) {
        var findings = examine(Machine.below(fault.seed().apply(board(fault.board(), root)).root));
        var finding = findings.get(fault.check());

        assertThat(finding.state()).isEqualTo(State.WRONG);
        assertThat(finding.found()).isEqualTo(fault.found());
        assertThat(finding.remedy()).isEqualTo(fault.remedy());
        assertThat(finding.expected()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void tellsAtTheTopWhatEverythingElseDependsOn(Fault fault) {
        var findings = examine(Machine.below(fault.seed().apply(board(fault.board(), root)).root));
        var first = findings.byCheck().entrySet().stream()
                .filter(e -> e.getValue().state() == State.WRONG)
                .map(Map.Entry::getKey)
                .findFirst();

        // What follows from a missing library may be said first by the one who needs it.
        assertThat(first.orElseThrow())
                .isIn(fault.check().equals("mini-driver") ? List.of("needed") : List.of(fault.check()));
    }

    @Test
    void looksAtTheVariablesOfAProcess() {
        var machine = Machine.below(FakeBoard.rk1808(root).root)
                .withEnvironment(Map.of("RKNPU_LOGLEVEL", "-1", "RKNN_LOG_LEVEL", "0", "VIV_VX_DEBUG_LEVEL", "1"));
        var findings = examine(machine);

        assertThat(findings.get("log-level"))
                .extracting(Finding::state, Finding::found, Finding::remedy)
                .containsExactly(
                        State.WRONG,
                        "RKNN_LOG_LEVEL=0, RKNPU_LOGLEVEL=-1 hides that operators are dropped",
                        "unset RKNN_LOG_LEVEL RKNPU_LOGLEVEL");
        assertThat(findings.get("vendor-variables"))
                .extracting(Finding::state, Finding::found, Finding::remedy)
                .containsExactly(
                        State.WRONG, "VIV_VX_DEBUG_LEVEL changes how the driver works", "unset VIV_VX_DEBUG_LEVEL");
    }

    @Test
    void loadsFromWhereTheProcessWould() {
        var board = FakeBoard.rk1808(root).write("/opt/app/librknpu_ddk.so", ElfWriter.aarch64("librknpu_ddk.so"));
        var machine = Machine.below(board.root).withEnvironment(Map.of("LD_LIBRARY_PATH", "relative:/opt/app"));

        assertThat(examine(machine).get("duplicates").found())
                .isEqualTo("/opt/app/librknpu_ddk.so hides /usr/lib/librknpu_ddk.so");
    }

    @Test
    void isQuietAboutAMachineThatIsNoBoard() {
        var findings = examine(Machine.below(root));

        assertThat(findings.get("chip").state()).isEqualTo(State.WRONG);
        assertThat(findings.get("ddk"))
                .isEqualTo(Finding.cannotTell("not found, which is no wonder on a machine that is no board", ""));
        assertThat(findings.get("device-node").state()).isEqualTo(State.CANNOT_TELL);
        assertThat(findings.get("generation")).isEqualTo(Finding.cannotTell("no version of libGAL.so", ""));
        assertThat(findings.get("symbol-versions").state()).isEqualTo(State.CANNOT_TELL);
    }

    @Test
    void theFirmwaresOwnLibrariesAreTheSecondWay() {
        var board = FakeBoard.rk1808(root)
                .write("/usr/lib/libGAL.so", FakeBoard.gal(true, "6.4.3:293908"))
                .write("/lib/modules/galcore.ko", "vermagic=4.4.194 SMP\0$VERSION$6.4.3:293908$")
                .time("/lib/modules/galcore.ko", -60);

        assertThat(examine(Machine.below(board.root)).get("ddk-generation").found())
                .isEqualTo(
                        "the firmware's driver is 6.4.3 build 293908 (librknn_runtime 1.5.0 to 1.6.1), the DDK was made"
                                + " for 6.4.0 build 227915 (librknn_runtime 1.3.1 to 1.4.0); whether they work together shows a"
                                + " run");
    }

    @Test
    void listsAllVersionsInOneTable() {
        assertThat(new RknpuCheckup().pieces(Machine.below(FakeBoard.rv1126(root).root)))
                .containsExactly(
                        new Piece(
                                "librknpu_ddk.so",
                                "/usr/lib/librknpu_ddk.so",
                                "build id e443c07fba7cdae49314d9b2397d1cfb5e4fc522"),
                        new Piece("libGAL.so", "/usr/lib/libGAL.so", "6.4.3 build 293908"),
                        new Piece("libOpenVX.so", "/usr/lib/libOpenVX.so", "SONAME libOpenVX.so.1.2"),
                        new Piece("libOpenVX.so.1.2", "/usr/lib/libOpenVX.so.1.2", "SONAME libOpenVX.so.1.2"),
                        new Piece("libVSC.so", "/usr/lib/libVSC.so", "SONAME libVSC.so"),
                        new Piece("libArchModelSw.so", "/usr/lib/libArchModelSw.so", "SONAME libArchModelSw.so"),
                        new Piece("kernel module galcore", "/lib/modules/galcore.ko", "6.4.3 build 293908"),
                        new Piece("librknn_runtime.so", "/usr/lib/librknn_runtime.so", "1.5.1 base 1126"));
    }
}
