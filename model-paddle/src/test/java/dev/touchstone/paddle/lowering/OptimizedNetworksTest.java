package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddleWriter;
import dev.touchstone.paddle.PaddleWriter.Layout;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.opt.Optimizer;
import dev.touchstone.paddle.opt.PartitionFile;
import dev.touchstone.paddle.opt.Target;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that come without some of their parameters, optimised for a neural processor and written. */
class OptimizedNetworksTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "resnet50_int8_224, NAIVE_BUFFER",
        "resnet50_int8_224, MODEL_PARAMS",
        "mobilenet_v1_int8_224_cpu, NAIVE_BUFFER",
        "mobilenet_v1_int8_224_cpu, MODEL_PARAMS"
    })
    void computeTheSameBits(String network, Layout layout) throws IOException {
        var directory = Networks.directory(network, Files.createDirectory(scratch.resolve("model")));
        var program = new ProgramReader(ModelLimits.defaults()).read(directory, Optional.empty());
        var optimized = Optimizer.optimize(program, Target.parse("rknpu,arm"), PartitionFile.NONE);
        PaddleWriter.write(optimized.program(), scratch.resolve("out"), layout);

        var written = Networks.open(scratch.resolve(layout == Layout.NAIVE_BUFFER ? "out.nb" : "out"));
        var original = Networks.open(directory);
        for (var precision : Precision.values()) {
            assertThat(results(written, precision)).as("%s", precision).isEqualTo(results(original, precision));
        }
    }

    private static float[] results(PaddleModel model, Precision precision) {
        var graph = Pipeline.prepare(model.graph(), precision).graph();
        var inputs = new ArrayList<Tensor>();
        for (var input : graph.inputs()) {
            var random = new SplittableRandom(input.name().hashCode());
            var tensor = Tensor.allocate(input.type());
            for (int i = 0; i < tensor.shape().elements(); i++) {
                tensor.floats()[i] = (float) random.nextDouble(-2, 2);
            }
            inputs.add(tensor);
        }
        return ReferenceRun.run(graph, inputs).getFirst().floats();
    }
}
