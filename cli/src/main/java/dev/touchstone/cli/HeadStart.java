package dev.touchstone.cli;

import dev.touchstone.cli.tensor.TensorSummary;
import dev.touchstone.cli.text.CFormat;
import dev.touchstone.runtime.Backends;
import java.util.List;
import java.util.Map;

/**
 * A second thread that does, from the first moment on, what a command will need whatever its arguments are: while the
 * first thread reads arguments and a model, this one asks the backends, which links calls of native code, has a small
 * network compiled, unless the command is likely to find its model compiled already, and loads the parts of the JDK that
 * numbers and hashes take.
 *
 * <p>None of it has a result. The first thread does the same again, in a fraction of the time, or waits until a class
 * is ready; and what fails here fails there, where it is reported.
 */
final class HeadStart {
    /** Set by the script for a command that, by the name of its model, will load a compiled one. */
    static final boolean LOADS = Boolean.getBoolean("touchstone.loads");

    /** For each command that gets one. */
    private static final Map<String, List<Runnable>> PARTS = Map.of(
            "classify", List.of(HeadStart::backend, CFormat::prepareFixed),
            "run", List.of(HeadStart::backend, TensorSummary::prepare, CFormat::prepareGeneral));

    private HeadStart() {}

    private static void backend() {
        if (LOADS) {
            Backends.find();
        } else {
            SmallNetwork.run();
        }
    }

    /** Begins, if these are arguments of a command that gains by it. */
    static void begin(String... arguments) {
        var parts = arguments.length == 0 ? null : PARTS.get(arguments[0]);
        if (parts != null) {
            Thread.ofPlatform().daemon().name("head start").start(() -> parts.forEach(HeadStart::attempt));
        }
    }

    private static void attempt(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            // Happens again where the result counts, and is reported there; the memory, too, ran out for both.
            return;
        }
    }
}
