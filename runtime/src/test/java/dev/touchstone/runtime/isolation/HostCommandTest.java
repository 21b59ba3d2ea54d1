package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HostCommandTest {
    private static HostCommand of(String place) {
        return HostCommand.of(Place.parse(place), null);
    }

    @Test
    void reachesAMachineThroughSsh() {
        assertThat(of("ssh:me@[::1]:2222/opt/it's here/touchstone".replace(" ", ""))
                        .words())
                .containsExactly(
                        "ssh",
                        "-T",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "ServerAliveInterval=15",
                        "-o",
                        "ServerAliveCountMax=4",
                        "-p",
                        "2222",
                        "me@::1",
                        "'/opt/it'\\''shere/touchstone' host");
        assertThat(of("ssh:board").sameMachine()).isFalse();
    }

    @Test
    void reachesADeviceThroughAdb() {
        assertThat(of("adb:77").words())
                .containsExactly(
                        "adb",
                        "-s",
                        "77",
                        "shell",
                        "if [ -t 0 ]; then stty raw -echo; exec 2>/tmp/touchstone-host.log; fi;"
                                + " exec 'touchstone' host");
        assertThat(of("adb").words()).startsWith("adb", "shell");
    }

    @Test
    void startsThisJavaWithoutTracesOfCrashes() {
        System.setProperty("touchstone.test.passedOn", "yes");
        try {
            var command = of("process");
            assertThat(command.sameMachine()).isTrue();
            assertThat(command.words().getFirst()).isEqualTo(System.getProperty("java.home") + "/bin/java");
            assertThat(command.words())
                    .contains(
                            "-XX:-UsePerfData",
                            "-XX:+ErrorFileToStderr",
                            "-XX:-CreateCoredumpOnCrash",
                            "-Dtouchstone.test.passedOn=yes")
                    .anyMatch(w -> w.startsWith("--enable-native-access="))
                    .last()
                    .asString()
                    .endsWith("dev.touchstone.runtime.BackendHost");
        } finally {
            System.clearProperty("touchstone.test.passedOn");
        }
    }

    @Test
    void startsAnotherJavaIfOneIsGiven() {
        System.setProperty(HostCommand.JAVA, "/r/ld-linux-armhf.so.3  --library-path /r/lib /r/bin/java");
        try {
            assertThat(of("process").words())
                    .startsWith(
                            "/r/ld-linux-armhf.so.3", "--library-path", "/r/lib", "/r/bin/java", "-XX:+UseSerialGC");
        } finally {
            System.clearProperty(HostCommand.JAVA);
        }
    }
}
