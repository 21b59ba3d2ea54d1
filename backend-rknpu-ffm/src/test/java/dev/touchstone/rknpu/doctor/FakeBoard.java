package dev.touchstone.rknpu.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/** A board's files below a directory, healthy until a test does something to them. */
final class FakeBoard {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final Path root;

    private FakeBoard(Path root) {
        this.root = root;
    }

    /** An RK1808 with firmware of the generation that the DDK's folder lib64 belongs to. */
    static FakeBoard rk1808(Path root) {
        var board = new FakeBoard(root)
                .compatible("rockchip,rk1808-evb-v10", "rockchip,rk1808")
                .common("4.4.194", "6.4.0:227915", "1.4.0", "1112")
                .write("/lib/ld-linux-aarch64.so.1", "loader");
        board.write("/usr/lib/librknpu_ddk.so", board.ddk(true));
        board.write(
                "/usr/lib/libOpenVX.so",
                ElfWriter.aarch64("libOpenVX.so").needs("libVSC.so", "libGAL.so", "libc.so.6"));
        board.write("/usr/lib/libGAL.so", gal(true, "6.4.0:227915"));
        board.write("/usr/lib/libVSC.so", ElfWriter.aarch64("libVSC.so").needs("libGAL.so"));
        return board.system(true);
    }

    /** An RV1126 with firmware of the generation that the DDK's folder lib belongs to. */
    static FakeBoard rv1126(Path root) {
        var board = new FakeBoard(root)
                .compatible("rockchip,rv1126-evb-ddr3-v13", "rockchip,rv1126")
                .common("4.19.111", "6.4.3:293908", "1.5.1", "1126")
                .write("/lib/ld-linux-armhf.so.3", "loader");
        board.write("/usr/lib/librknpu_ddk.so", board.ddk(false));
        board.write(
                "/usr/lib/libOpenVX.so.1.2",
                ElfWriter.armhf("libOpenVX.so.1.2").needs("libVSC.so", "libGAL.so", "libArchModelSw.so", "libc.so.6"));
        board.link("/usr/lib/libOpenVX.so", "libOpenVX.so.1.2");
        board.write("/usr/lib/libGAL.so", gal(false, "6.4.3:293908"));
        board.write("/usr/lib/libVSC.so", ElfWriter.armhf("libVSC.so").needs("libGAL.so"));
        board.write(
                "/usr/lib/libArchModelSw.so",
                ElfWriter.armhf("libArchModelSw.so").needs("libNNArchPerf.so"));
        board.write("/usr/lib/libNNArchPerf.so", ElfWriter.armhf("libNNArchPerf.so"));
        return board.system(false);
    }

    static ElfWriter gal(boolean wide, String version) {
        return ElfWriter.of(wide, "libGAL.so").needs("libc.so.6").text("..$VERSION$" + version + "$..");
    }

    ElfWriter ddk(boolean wide) {
        return ElfWriter.of(wide, "librknpu_ddk.so")
                .needs(wide ? "libOpenVX.so" : "libOpenVX.so.1.2", "libstdc++.so.6", "libc.so.6")
                .requires(wide ? "GLIBC_2.17" : "GLIBC_2.4", "GLIBCXX_3.4.21", "CXXABI_1.3.8")
                .buildId("e443c07fba7cdae49314d9b2397d1cfb5e4fc522");
    }

    private FakeBoard common(String kernel, String driver, String runtime, String base) {
        write("/proc/sys/kernel/osrelease", kernel + "\n");
        write("/proc/modules", "galcore 274432 0 - Live 0x0000000000000000 (O)\n");
        write("/proc/stat", "cpu  1 2 3\nbtime " + START.getEpochSecond() + "\nprocesses 1\n");
        write("/proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 800000 kB\n");
        write("/proc/device-tree/npu@ffbc0000/status", "okay\0");
        write("/lib/modules/galcore.ko", "vermagic=" + kernel + " SMP preempt\0$VERSION$" + driver + "$");
        write("/dev/galcore", "");
        mode("/dev/galcore", "rw-rw-rw-");
        write("/usr/lib/cl_viv_vx_ext.h", "// shaders");
        write("/sys/class/devfreq/ffbc0000.npu/governor", "userspace\n");
        write("/sys/class/devfreq/ffbc0000.npu/cur_freq", "800000000\n");
        write("/sys/class/devfreq/ffbc0000.npu/max_freq", "800000000\n");
        write("/proc/77/comm", "rknn_server\n");
        write(
                "/usr/lib/librknn_runtime.so",
                "x\0librknn_runtime version " + runtime + " (161f53f build: 2020-11-05 15:12:30 base: " + base + ")\0");
        return time("/lib/modules/galcore.ko", -86_400);
    }

    private FakeBoard system(boolean wide) {
        write("/lib/libc.so.6", ElfWriter.of(wide, "libc.so.6").provides("GLIBC_2.4", "GLIBC_2.17", "GLIBC_2.28"));
        write(
                "/usr/lib/libstdc++.so.6",
                ElfWriter.of(wide, "libstdc++.so.6").needs("libc.so.6").provides("GLIBCXX_3.4.21", "CXXABI_1.3.8"));
        return this;
    }

    FakeBoard compatible(String... entries) {
        return write("/proc/device-tree/compatible", String.join("\0", entries) + "\0");
    }

    private Path path(String path) {
        return root.resolve(path.substring(1));
    }

    FakeBoard write(String path, String text) {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    FakeBoard write(String path, ElfWriter elf) {
        return write(path, elf.toBytes());
    }

    FakeBoard write(String path, byte[] bytes) {
        try {
            Files.createDirectories(path(path).getParent());
            Files.deleteIfExists(path(path));
            Files.write(path(path), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeBoard link(String path, String target) {
        try {
            Files.createDirectories(path(path).getParent());
            Files.deleteIfExists(path(path));
            Files.createSymbolicLink(path(path), Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeBoard remove(String... paths) {
        try {
            for (var path : paths) {
                Files.delete(path(path));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeBoard mode(String path, String mode) {
        try {
            Files.setPosixFilePermissions(path(path), PosixFilePermissions.fromString(mode));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets when a file was changed, in seconds after the start of the machine. */
    FakeBoard time(String path, long seconds) {
        try {
            Files.setLastModifiedTime(path(path), FileTime.from(START.plusSeconds(seconds)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
