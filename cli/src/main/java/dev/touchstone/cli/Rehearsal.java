package dev.touchstone.cli;

import dev.touchstone.paddle.PaddleModels;
import java.util.List;

/**
 * What the cache of linked classes is made from: the {@code touchstone} script starts this class once and has Java note
 * what it loads. Each command that is to start fast does here what it does when it is called without arguments; operators
 * that the bundled model does not have are loaded beside.
 */
final class Rehearsal {
    private static final List<List<String>> CALLS = List.of(
            List.of("classify", "--warmup", "0", "--repeat", "1"),
            List.of("run"),
            List.of("--help"),
            List.of("backends"));

    private Rehearsal() {}

    /** Runs the commands one after the other. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        for (var call : CALLS) {
            var arguments = call.toArray(String[]::new);
            HeadStart.begin(arguments);
            Touchstone.commandLine(Installation.fromSystem(), arguments).execute(arguments);
        }
        PaddleModels.rehearse();
    }
}
