package dev.touchstone.runtime.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Checkup;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Finding.State;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @TempDir
    private Path root;

    /** A checkup of one check. */
    private record Fake(String name, Function<Machine, Finding> examination) implements Checkup {
        @Override
        public List<Check> checks() {
            return List.of(new Check(name, "whether " + name, examination));
        }

        @Override
        public List<Piece> pieces(Machine machine) {
            if (name.equals("broken")) {
                throw new IllegalStateException("no versions today");
            }
            return List.of(new Piece(name, "/" + name, "1"));
        }
    }

    @Test
    void goesOnWhateverACheckDoes() {
        var never = new CountDownLatch(1);
        var doctor = new Doctor(
                List.of(
                        new Fake("broken", m -> {
                            throw new NoClassDefFoundError("com/example/Driver");
                        }),
                        new Fake("slow", m -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return Finding.ok("");
                        }),
                        new Fake("bad", m -> Finding.wrong("rust", "paint", "paint it")),
                        new Fake("worse", m -> Finding.wrong("hole", "none", "mend it")),
                        new Fake("good", m -> Finding.ok("all"))),
                Duration.ofMillis(200));
        var report = doctor.examine(Machine.below(root));
        never.countDown();

        assertThat(report.finding("broken"))
                .contains(Finding.cannotTell(
                        "the check itself failed: java.lang.NoClassDefFoundError: com/example/Driver", ""));
        assertThat(report.finding("slow"))
                .contains(Finding.cannotTell("it took longer than 200 ms and was left behind", ""));
        assertThat(report.finding("good")).contains(Finding.ok("all"));
        assertThat(report.in(State.WRONG)).extracting(Report.Result::checkup).containsExactly("bad", "worse");
        assertThat(report.first().orElseThrow().finding().remedy()).isEqualTo("paint it");
        assertThat(report.pieces())
                .startsWith(new Piece(
                        "versions of broken",
                        "",
                        "the check itself failed: java.lang.IllegalStateException: no versions today"))
                .endsWith(new Piece("good", "/good", "1"));
    }

    @Test
    void findsTheGeneralCheckup() {
        var report = Doctor.find().examine(Machine.here());
        assertThat(report.finding("java").orElseThrow().state()).isEqualTo(State.OK);
        assertThat(report.finding("java").orElseThrow().found())
                .startsWith("Java " + Runtime.version())
                .endsWith("; native calls work");
    }

    private void write(String path, String text) throws java.io.IOException {
        var file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Finding general(String id) {
        return new GeneralCheckup()
                .checks().stream()
                        .filter(c -> c.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .examination()
                        .apply(Machine.below(root));
    }

    @Test
    void looksForAJavaThatIsNewEnough() throws Exception {
        assertThat(general("java").found()).isEqualTo("no Java in /usr/lib/jvm or /opt");
        write("/usr/lib/jvm/java-17/release", "JAVA_VERSION=\"17.0.12\"\n");
        assertThat(general("java"))
                .isEqualTo(Finding.wrong(
                        "Java 17.0.12 in /usr/lib/jvm/java-17",
                        "a JDK 25 or newer",
                        "apt install openjdk-25-jre-headless (Debian 13), or unpack a JDK 25 and set JAVA_HOME to it"));
        write("/opt/jdk-25/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
        assertThat(general("java"))
                .isEqualTo(Finding.ok("Java 17.0.12 in /usr/lib/jvm/java-17, Java 25.0.3 in /opt/jdk-25"));
    }

    @Test
    void looksForMemory() throws Exception {
        assertThat(general("memory").state()).isEqualTo(State.CANNOT_TELL);
        write("/proc/meminfo", "MemTotal: 262144 kB\nMemAvailable:  65536 kB\n");
        assertThat(general("memory").state()).isEqualTo(State.WRONG);
        assertThat(general("memory").found()).isEqualTo("64 MB are available");
        write("/proc/meminfo", "MemAvailable:  165536 kB\n");
        assertThat(general("memory")).isEqualTo(Finding.ok("161 MB are available"));
    }

    @Test
    void looksAtTheClock() throws Exception {
        var file = "/sys/devices/system/cpu/cpufreq/policy0/scaling_governor";
        assertThat(general("cpu-governor").state()).isEqualTo(State.CANNOT_TELL);
        write(file, "powersave\n");
        assertThat(general("cpu-governor").remedy()).isEqualTo("echo performance > " + file);
        write(file, "ondemand\n");
        assertThat(general("cpu-governor")).isEqualTo(Finding.ok("governor ondemand; for measurements: performance"));
    }
}
