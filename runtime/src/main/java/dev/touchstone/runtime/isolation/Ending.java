package dev.touchstone.runtime.isolation;

import java.util.List;
import java.util.Map;

/**
 * How a process ended.
 *
 * @param exitCode 128 + n after signal n; -1 if it has not ended
 * @param forced whether we ended it
 * @param signal that the virtual machine reported; empty if it did not
 * @param lastLines of its standard error stream
 */
record Ending(long pid, int exitCode, boolean forced, String signal, List<String> lastLines) {
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV",
            13, "SIGPIPE", 15, "SIGTERM");

    /** The exit code as if the signal had ended the process: the virtual machine exits by itself after its report. */
    int code() {
        return SIGNALS.entrySet().stream()
                .filter(s -> s.getValue().equals(signal))
                .map(s -> 128 + s.getKey())
                .findFirst()
                .orElse(exitCode);
    }

    /** {@code process 4711 ended with exit code 1}, {@code process 4711 crashed: SIGSEGV}. */
    @Override
    public String toString() {
        var process = "process " + pid;
        if (forced) {
            return exitCode < 0 ? process + " does not end" : process + " was ended by us";
        }
        if (!signal.isEmpty()) {
            return process + " crashed: " + signal;
        }
        if (exitCode > 128 && SIGNALS.containsKey(exitCode - 128)) {
            return process + " was ended by " + SIGNALS.get(exitCode - 128);
        }
        return process + " ended with exit code " + exitCode;
    }
}
