package dev.touchstone.benchmarks;

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
import org.openjdk.jmh.annotations.Warmup;

/** The int8 convolutions of one image in seven nested loops: what to compare {@link ReferenceBenchmark} with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class NestedLoopsBenchmark {
    /** Which network. */
    @Param({"MOBILENET_V1", "RESNET50"})
    public Network network = Network.MOBILENET_V1;

    private NestedLoops loops = new NestedLoops(List.of());

    /** For JMH. */
    public NestedLoopsBenchmark() {}

    /** Makes the data. */
    @Setup
    public void prepare() {
        loops = new NestedLoops(network.graph(Network.Numbers.INT8).nodes());
    }

    /** All convolutions once. */
    @Benchmark
    public void run() {
        loops.run();
    }
}
