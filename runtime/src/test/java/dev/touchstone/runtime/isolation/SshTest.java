package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend on another machine, which is this one behind an ssh server of the test's own. */
final class SshTest {
    private static final Path SERVER = Path.of("/usr/sbin/sshd");

    @TempDir
    private static Path directory;

    private static int port;
    private static @Nullable Process server;

    @BeforeAll
    static void startServer() throws Exception {
        assumeTrue(Files.isExecutable(SERVER), "skipped: no " + SERVER + " (Debian package openssh-server)");
        var user = System.getProperty("user.name");
        if (user.equals("root")) {
            assumeTrue(Files.isDirectory(Path.of("/run/sshd")), "skipped: root's sshd needs the directory /run/sshd");
        }
        keygen("hostkey");
        keygen("userkey");
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin yes
                """.formatted(
                        port, directory.resolve("hostkey"), directory.resolve("userkey.pub")));
        Files.writeString(directory.resolve("ssh_config"), """
                IdentityFile %s
                IdentitiesOnly yes
                StrictHostKeyChecking no
                UserKnownHostsFile %s
                LogLevel ERROR
                """.formatted(
                        directory.resolve("userkey"), directory.resolve("known_hosts")));
        var script = directory.resolve("touchstone");
        Files.writeString(
                script,
                "#!/bin/sh\n# What a login on a board may print.\necho 'Welcome to the board'\n[ \"$1\" = host ] || exit 9\nexec "
                        + TestHost.words(directory).stream()
                                .map(w -> "'" + w + "'")
                                .collect(Collectors.joining(" "))
                        + "\n");
        script.toFile().setExecutable(true);
        server = new ProcessBuilder(
                        SERVER.toString(),
                        "-D",
                        "-e",
                        "-f",
                        directory.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        awaitServer();
    }

    private static void keygen(String name) throws Exception {
        var made = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        directory.resolve(name).toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
    }

    /** Tries to connect until somebody answers; a refused attempt comes back at once. */
    private static void awaitServer() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || server == null || !server.isAlive()) {
                    throw new IOException(Files.readString(directory.resolve("sshd.log")), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(TestHost.traces().stream().filter(t -> !isServer(t))).isEmpty();
    }

    private static boolean isServer(String trace) {
        return server != null && trace.equals("process " + server.pid());
    }

    private static IsolatedProvider provider(String command) {
        var place = Place.parse("ssh:" + System.getProperty("user.name") + "@127.0.0.1:" + port + command);
        var words = new ArrayList<>(HostCommand.of(place, null).words());
        words.addAll(1, List.of("-F", directory.resolve("ssh_config").toString()));
        return new IsolatedProvider("faulty@" + place, "faulty", place, new HostCommand(words, false), null);
    }

    private static Backend open(String... settings) {
        return provider(directory.resolve("touchstone").toString()).open(TestHost.options(settings));
    }

    private static float[] run(Backend backend, float... values) {
        var result = Tensor.allocate(TensorType.float32(3));
        try (var graph = backend.compile(TestHost.relu())) {
            graph.run(List.of(TestHost.input(values)), List.of(result), RunMonitor.NONE);
        }
        return result.toFloats();
    }

    @Test
    void computesThere() {
        try (var backend = open()) {
            assertThat(run(backend, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
            assertThat(((IsolatedBackend) backend).place()).matches("isolated \\(remote pid \\d+\\)");
        }
    }

    @Test
    void isNotConfusedByWhatNativeCodePrintsThere() {
        try (var backend = open("fault", "PRINT")) {
            assertThat(run(backend, FaultyProvider.TRIGGER, -1, 1)).containsExactly(FaultyProvider.TRIGGER, 0, 1);
        }
    }

    @Test
    void bringsTheLogOfACrashAndStartsAnew() {
        try (var backend = open("fault", "EXIT")) {
            assertThatThrownBy(() -> run(backend, FaultyProvider.TRIGGER, 1, 1))
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageMatching("(?s)backend faulty@ssh:.*: process \\d+ ended with exit code 1; .*"
                            + "\\[     5] FATAL: Failed to open device");
            assertThat(run(backend, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
        }
    }

    @Test
    void saysWhatTheOtherSideSaysIfThereIsNoTouchstone() {
        assertThatThrownBy(() -> provider("/no/such/touchstone").open(TestHost.options()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("did not start: closed its output (process ")
                .hasMessageContaining("ended with exit code 127")
                .hasMessageContaining("/no/such/touchstone");
    }
}
