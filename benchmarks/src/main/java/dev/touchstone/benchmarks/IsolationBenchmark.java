package dev.touchstone.benchmarks;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Slice;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to run a backend elsewhere: a graph that takes a picture, 1x3x224x224 float32, and computes next to
 * nothing. The places are those of {@link SessionOptions#backends}; the difference to the first is the cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class IsolationBenchmark {
    /** Where the backend runs; {@code command} is a host at the end of a pipe, as behind ssh. */
    @Param({"in-process", "process", "command"})
    public String place = "in-process";

    private final Tensor input = Tensor.allocate(TensorType.float32(1, 3, 224, 224));
    private final Tensor output = Tensor.allocate(TensorType.float32(1, 3, 1, 224));
    private @Nullable Backend backend;
    private @Nullable CompiledGraph graph;

    /** For JMH. */
    public IsolationBenchmark() {}

    /** Starts the host. */
    @Setup
    public void open() {
        var builder = new GraphBuilder("slice");
        var x = builder.input("x", input.type());
        builder.output(builder.add("y", new Slice(List.of(2), List.of(7), List.of(1), List.of(1)), x));
        backend = Backends.find()
                .provider("reference@" + place(), BackendOptions.defaults())
                .open(BackendOptions.defaults());
        graph = backend.compile(builder.build());
    }

    private String place() {
        return place.equals("command")
                ? "command:'" + System.getProperty("java.home")
                        + "/bin/java' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC --class-path '"
                        + System.getProperty("java.class.path") + "' dev.touchstone.runtime.BackendHost"
                : place;
    }

    /** Ends the host. */
    @TearDown
    public void close() {
        if (graph != null) {
            graph.close();
        }
        if (backend != null) {
            backend.close();
        }
    }

    /** One run. */
    @Benchmark
    public void run() {
        if (graph != null) {
            graph.run(List.of(input), List.of(output), RunMonitor.NONE);
        }
    }
}
