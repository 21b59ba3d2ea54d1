package dev.touchstone.benchmarks;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** One image through the reference backend, on one thread. p0.00 is the minimum, p0.50 the median. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class ReferenceBenchmark {
    /** Which network. */
    @Param({"MOBILENET_V1", "RESNET50"})
    public Network network = Network.MOBILENET_V1;

    /** In which numbers. */
    @Param({"INT8", "FLOAT32"})
    public Network.Numbers numbers = Network.Numbers.INT8;

    private final ReferenceBackend backend = new ReferenceBackend();
    private CompiledGraph compiled = NOTHING;
    private List<Tensor> inputs = List.of();
    private List<Tensor> outputs = List.of();

    private static final CompiledGraph NOTHING = new CompiledGraph() {
        @Override
        public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {}

        @Override
        public void close() {}
    };

    /** For JMH. */
    public ReferenceBenchmark() {}

    /** Compiles the network. */
    @Setup
    public void compile() {
        var graph = network.graph(numbers);
        compiled = backend.compile(graph);
        inputs = SyntheticNet.inputs(graph);
        outputs = SyntheticNet.outputs(graph);
    }

    /** The channel rows of the reference. */
    @Benchmark
    public List<Tensor> run() {
        compiled.run(inputs, outputs, RunMonitor.NONE);
        return outputs;
    }

    /** Releases the network. */
    @TearDown
    public void close() {
        compiled.close();
        backend.close();
    }
}
