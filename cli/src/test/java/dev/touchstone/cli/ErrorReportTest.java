package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.ModelFormatException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.UnsupportedOperatorException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorReportTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ModelFormatException("m", 7, "is odd"), 2, "touchstone: m at byte 7: is odd"),
                Arguments.of(new UnsupportedOperatorException("lstm is unknown"), 2, "touchstone: lstm is unknown"),
                Arguments.of(
                        new BackendUnavailableException("rknpu", "no device"),
                        3,
                        "touchstone: backend rknpu: no device"),
                Arguments.of(new RunCancelledException("cancelled"), 3, "touchstone: cancelled"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsTheKindOfFailureByItsExitCode(Throwable failure, int code, String message) {
        var err = new StringWriter();

        assertThat(report(failure, err)).isEqualTo(code);
        assertThat(err.toString().lines()).containsExactly(message);
    }

    @Test
    void admitsAnInternalErrorWithoutAStackTrace() {
        var err = new StringWriter();

        assertThat(report(new IllegalStateException("oops"), err)).isEqualTo(70);
        assertThat(err.toString().lines())
                .containsExactly(
                        "touchstone: internal error: java.lang.IllegalStateException: oops",
                        "This is a bug in touchstone. Please report it with the command line and what --stacktrace"
                                + " prints.");
    }

    @Test
    void saysHowToAllowMoreMemory() {
        var err = new StringWriter();

        assertThat(report(new OutOfMemoryError(), err)).isEqualTo(70);
        assertThat(err.toString().strip())
                .matches("touchstone: not enough memory: the Java heap may have \\d+ MiB; allow more with"
                        + " TOUCHSTONE_JAVA_OPTIONS=-Xmx4g");
    }

    @Test
    void printsTheStackTraceOnlyOnRequest() {
        assertThat(Cli.run("inspect", "--model", "/none").err()).doesNotContain("\tat ");
        assertThat(Cli.run("inspect", "--model", "/none", "--stacktrace").err())
                .contains("dev.touchstone.ModelFormatException", "\tat dev.touchstone");
    }

    @Test
    void putsTheErrorIntoTheJsonObject() {
        var cli = Cli.run("inspect", "--model", "/none", "--json");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).isEqualTo("""
                {
                  "error": {
                    "type": "ModelFormatException",
                    "message": "/none: does not exist; expected a file or a directory",
                    "exitCode": 2
                  }
                }
                """);
    }

    private static int report(Throwable failure, StringWriter err) {
        var command = Touchstone.commandLine(new Installation(Optional.empty(), Optional.empty()));
        command.setErr(new PrintWriter(err));
        return ErrorReport.report(failure, command);
    }
}
