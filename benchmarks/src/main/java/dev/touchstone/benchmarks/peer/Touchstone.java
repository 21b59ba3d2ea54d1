package dev.touchstone.benchmarks.peer;

import dev.touchstone.arm.ArmBackendProvider;
import dev.touchstone.model.Model;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/** Our engine, as a user meets it: through a session, from a float32 tensor to a new one. */
final class Touchstone implements Contender {
    private final String name;
    private final Session session;
    private final List<Tensor> inputs;
    private final double compileMilliseconds;

    /**
     * Compiles a model, every node for the engine.
     *
     * @param isa an instruction set; empty for the best
     */
    Touchstone(String name, Model model, Tensor image, Precision precision, String isa, int threads) {
        this.name = name;
        this.inputs = List.of(image);
        var options = SessionOptions.defaults()
                .withBackends("arm")
                .withStrict(true)
                .withPrecision(precision)
                .withThreads(threads);
        long start = System.nanoTime();
        this.session = Session.open(model, isa.isEmpty() ? options : options.withSetting(ArmBackendProvider.ISA, isa));
        this.compileMilliseconds = (System.nanoTime() - start) / 1e6;
    }

    @Override
    public String name() {
        return name;
    }

    Session session() {
        return session;
    }

    List<Tensor> inputs() {
        return inputs;
    }

    double compileMilliseconds() {
        return compileMilliseconds;
    }

    @Override
    public float[] run() {
        return session.run(inputs).get(0).floats();
    }

    @Override
    public void close() {
        session.close();
    }
}
