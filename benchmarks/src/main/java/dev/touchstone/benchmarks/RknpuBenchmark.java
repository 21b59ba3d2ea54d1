package dev.touchstone.benchmarks;

import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Relu;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import dev.touchstone.rknpu.ddk.Exection;
import dev.touchstone.rknpu.ddk.Graph;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.Precision;
import dev.touchstone.rknpu.ddk.Role;
import dev.touchstone.rknpu.ddk.TensorAttr;
import dev.touchstone.runtime.Backends;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.file.Path;
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

/**
 * What a run of the backend {@code rknpu} costs on top of the library's own time: one rectifier over a picture,
 * 1x3x224x224 in int8. The library is that of the system property {@code touchstone.rknpu.library}: the simulator of
 * {@code scripts/build-simulator}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RknpuBenchmark {
    private static final TensorType TYPE = TensorType.int8(dev.touchstone.tensor.Shape.of(1, 3, 224, 224), 0.5f);

    /** The three calls of the library alone; the backend in this process; the backend in a process of its own. */
    @Param({"library", "in-process", "process"})
    public String place = "library";

    private Runnable run = () -> {};
    private Runnable close = () -> {};

    /** For JMH. */
    public RknpuBenchmark() {}

    /** Builds the network. */
    @Setup
    public void open() {
        if (place.equals("library")) {
            openLibrary();
        } else {
            openBackend();
        }
    }

    private void openLibrary() {
        var file = Path.of(System.getProperty("touchstone.rknpu.library", "librknpu_ddk.so"));
        var graph = new Graph(DdkLibrary.open(file.toAbsolutePath(), List.of()));
        var dims = List.of(1, 3, 224, 224);
        var x = graph.tensor(new TensorAttr("x", dims, Precision.UINT8, Role.DATA, 0.5f));
        var y = graph.tensor(new TensorAttr("y", dims, Precision.UINT8, Role.DATA, 0.5f));
        graph.add(OperatorType.RELU, List.of(x), List.of(y), new NoAttr(), "relu");
        graph.setInputsOutputs(List.of(x), List.of(y));
        var exection = new Exection(graph);
        require(exection.build());
        var inputs = List.of(graph.allocate(TYPE.bytes()));
        var outputs = List.of(graph.allocate(TYPE.bytes()));
        run = () -> {
            require(exection.run(inputs));
            require(exection.getOutputs(outputs));
        };
        close = () -> {
            exection.close();
            graph.close();
        };
    }

    private static void require(int code) {
        if (code != 0) {
            throw new IllegalStateException("the library returned " + code);
        }
    }

    private void openBackend() {
        var builder = new GraphBuilder("relu");
        builder.output(builder.add("relu", new Relu(), builder.input("x", TYPE)));
        var backend = Backends.find()
                .provider("rknpu@" + place, BackendOptions.defaults())
                .open(BackendOptions.defaults());
        var compiled = backend.compile(builder.build());
        var inputs = List.of(Tensor.allocate(TYPE));
        var outputs = List.of(Tensor.allocate(TYPE));
        run = () -> compiled.run(inputs, outputs, RunMonitor.NONE);
        close = () -> {
            compiled.close();
            backend.close();
        };
    }

    /** Ends the process, if there is one. */
    @TearDown
    public void close() {
        close.run();
    }

    /** One run. */
    @Benchmark
    public void run() {
        run.run();
    }
}
