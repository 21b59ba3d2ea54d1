package dev.touchstone.cli;

import dev.touchstone.paddle.PaddleModels;
import java.util.List;

/**
 * What the cache of linked classes is made from: the {@code touchstone} script starts this class once and has Java note
 * what it loads. Each command that is to start fast does here what it does when it is called without arguments; operators
 * that the bundled model does not have are loaded beside. The first command compiles the model and keeps it, the others
 * load it.
 */
final class Rehearsal {
    /** With a model that is compiled already, where it is. */
    private static final List<List<String>> LOADING =
            List.of(List.of("classify", "--warmup", "0", "--repeat", "1"), List.of("run"));

    private static final List<List<String>> OTHERS = List.of(List.of("--help"), List.of("backends"));

    private Rehearsal() {}

    /** Runs the commands one after the other; where the script says that models are loaded, only these that do. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        LOADING.forEach(Rehearsal::run);
        if (!HeadStart.LOADS) {
            OTHERS.forEach(Rehearsal::run);
            PaddleModels.rehearse();
        }
    }

    private static void run(List<String> call) {
        var arguments = call.toArray(String[]::new);
        HeadStart.begin(arguments);
        Touchstone.commandLine(Installation.fromSystem(), arguments).execute(arguments);
    }
}
