package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host and a client that behaves badly. */
final class HostServerTest {
    @TempDir
    private Path directory;

    private @Nullable Process started;

    @BeforeEach
    void start() throws IOException {
        started = new ProcessBuilder(TestHost.words(directory)).start();
    }

    @AfterEach
    void end() throws InterruptedException {
        process().destroyForcibly();
        process().waitFor();
    }

    private Process process() {
        return Objects.requireNonNull(started);
    }

    private FrameInput greeted() throws IOException {
        var in = new FrameInput(process().getInputStream());
        assertThat(in.awaitGreeting()).isEmpty();
        assertThat(frame(in).type()).isEqualTo(FrameType.HELLO);
        return in;
    }

    private static Frame frame(FrameInput in) throws IOException {
        return Objects.requireNonNull(in.read());
    }

    private FrameOutput out() {
        return new FrameOutput(process().getOutputStream());
    }

    private static WireWriter open(String... settings) {
        return RecordCodec.message(Messages.Open.of("faulty", TestHost.options(settings)));
    }

    @Test
    void endsWithItsClientEvenIfABackendHangs() throws Exception {
        greeted();
        out().send(FrameType.OPEN, open("fault", "HANG", "at", "open"));
        process().getOutputStream().close();

        assertThat(process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isZero();
    }

    @Test
    void saysWhyAndEndsIfItIsSentNonsense() throws Exception {
        greeted();
        process().getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        process().getOutputStream().flush();

        assertThat(process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isEqualTo(3);
        assertThat(new String(process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("touchstone host: found 'GET / HTTP/1.1\\x0d\\x0a' where a frame should begin"
                        + System.lineSeparator());
    }

    @Test
    void answersNonsenseWithinAFrameAndEnds() throws Exception {
        var in = greeted();
        out().send(FrameType.RUN, new WireWriter().i32(7).bool(false));

        var failure = RecordCodec.message(frame(in), Failure.class);
        assertThat(failure)
                .isEqualTo(new Failure(
                        Failure.Kind.LOST,
                        List.of("the host was sent what is not the protocol: graph 7 is not compiled")));
        assertThat(process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isEqualTo(4);
    }

    @Test
    void doesNotKnowEveryBackend() throws Exception {
        var in = greeted();
        out().send(FrameType.OPEN, RecordCodec.message(Messages.Open.of("npu", TestHost.options())));
        var answer = frame(in);
        assertThat(answer.type()).isEqualTo(FrameType.FAILED);
        var failure = RecordCodec.message(answer, Failure.class);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.text())
                .startsWith("not found; add its jar to the class path or module path (found: faulty: available:");

        // And goes on.
        out().send(FrameType.OPEN, open());
        assertThat(frame(in).type()).isEqualTo(FrameType.DONE);
        process().getOutputStream().close();
        assertThat(process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
