package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Piece;
import dev.touchstone.runtime.doctor.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    @TempDir
    private Path root;

    private void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Report.Result result(String id, Finding finding) {
        return new Report.Result("npu", new Check(id, "how " + id + " is", m -> finding), finding);
    }

    private static Report report() {
        return new Report(
                List.of(
                        result("chip", Finding.ok("RK1808").with(List.of("rockchip,rk1808"))),
                        result("clock", Finding.cannotTell("no clock", "")),
                        result(
                                "device-node",
                                Finding.wrong(
                                        "neither /dev/galcore nor /dev/graphics/galcore; galcore is not loaded",
                                        "/dev/galcore",
                                        "insmod /lib/modules/galcore.ko contiguousSize=0x400000, as"
                                                + " /etc/init.d/S60NPU_init does"))),
                List.of(
                        new Piece("libGAL.so", "/usr/lib/libGAL.so", "6.4.0 build 227915"),
                        new Piece("kernel", "", "4.4.194")));
    }

    @Test
    void printsWhatIsWrongFirstAndWhatToDoFirstLast() {
        assertThat(DoctorCommand.lines(report(), false))
                .containsExactly(
                        "[wrong] device-node: neither /dev/galcore nor /dev/graphics/galcore; galcore is",
                        "    not loaded",
                        "    expected: /dev/galcore",
                        "    what to do: insmod /lib/modules/galcore.ko contiguousSize=0x400000, as",
                        "      /etc/init.d/S60NPU_init does",
                        "[cannot tell] clock: no clock",
                        "[ok] chip: RK1808",
                        "",
                        "libGAL.so  6.4.0 build 227915 in /usr/lib/libGAL.so",
                        "kernel     4.4.194",
                        "",
                        "First: insmod /lib/modules/galcore.ko contiguousSize=0x400000, as",
                        "       /etc/init.d/S60NPU_init does");
    }

    @Test
    void saysWhatAnAnswerRestsOnIfAsked() {
        assertThat(DoctorCommand.lines(report(), true))
                .contains("[ok] chip: RK1808", "    asked: how chip is", "    rests on: rockchip,rk1808");
    }

    @Test
    void writesOneJsonObject() {
        assertThat(DoctorCommand.json(report()).toText())
                .contains(
                        "\"id\": \"device-node\"",
                        "\"state\": \"wrong\"",
                        "\"state\": \"cannot tell\"",
                        "\"evidence\": [\"rockchip,rk1808\"]",
                        "\"what\": \"libGAL.so\"",
                        "\"first\": \"insmod ");
    }

    @Test
    void looksAtAnotherMachinesFilesAndTellsByItsExitCode() throws Exception {
        write("proc/meminfo", "MemAvailable: 1000000 kB\n");
        var without = Cli.run("doctor", "general", "--root", root.toString());
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.outLines())
                .startsWith("[wrong] java: no Java in /usr/lib/jvm or /opt")
                .contains("[ok] memory: 976 MB are available");
        assertThat(without.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));

        write("opt/jdk/release", "JAVA_VERSION=\"25\"\n");
        var with = Cli.run("doctor", "general", "--root", root.toString());
        assertThat(with.exitCode()).isZero();
        assertThat(with.outLines()).endsWith("Nothing is wrong.");
        assertThat(Cli.run("doctor", "general", "--json", "--root", root.toString())
                        .out())
                .startsWith("{\n  \"checks\": [")
                .endsWith("\"first\": null\n}\n");
    }

    @Test
    void refusesWhatItCannotLookAt() {
        assertThat(Cli.run("doctor", "moon").notes().getFirst())
                .startsWith("touchstone doctor: there is nothing to look at for 'moon'; expected general");
        assertThat(Cli.run("doctor", "--root", "/no/such/directory"))
                .extracting(Cli::exitCode, c -> c.notes().getFirst())
                .containsExactly(1, "touchstone doctor: --root /no/such/directory is no directory");
    }
}
