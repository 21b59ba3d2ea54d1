package dev.touchstone.nativepaddle;

import static dev.touchstone.nativepaddle.NativePaddleTest.assertClose;
import static dev.touchstone.nativepaddle.NativePaddleTest.noise;
import static dev.touchstone.nativepaddle.NativePaddleTest.touchstone;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.PaddleWriter;
import dev.touchstone.paddle.opt.Optimizer;
import dev.touchstone.paddle.opt.PartitionFile;
import dev.touchstone.paddle.opt.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native Paddle loads what Touchstone wrote, in every layout that is Paddle's, and computes the same. */
class ConvertedModelsTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "model_fp32, SEPARATE",
        "model_fp32, COMBINED",
        "model_fp32, PDMODEL",
        "model_int8, SEPARATE",
        "model_int8, PDMODEL",
        "model_int8, MODEL_PARAMS"
    })
    void runsWhatWasWritten(String name, PaddleWriter.Layout layout) throws IOException {
        var found = NativePaddle.find();
        assumeTrue(found.isPresent(), NativePaddle.REMEDY);
        var original = Path.of("..", "models", "fashion", name);
        var program = PaddlePrograms.read(original, Optional.empty(), ModelLimits.defaults());
        if (layout == PaddleWriter.Layout.MODEL_PARAMS) {
            program = Optimizer.optimize(program, List.of(Target.ARM), PartitionFile.NONE)
                    .program();
        }
        var target = scratch.resolve("net");
        PaddleWriter.write(program, target, layout);

        var outputs = found.get()
                .run(programFile(target, layout), parameters(target, layout), Map.of("image", noise(1, 1, 28, 28)));
        assertClose(outputs.getFirst(), touchstone(original));
    }

    private Path programFile(Path target, PaddleWriter.Layout layout) {
        return switch (layout) {
            case SEPARATE -> target;
            case COMBINED -> target.resolve("__model__");
            case MODEL_PARAMS -> target.resolve("model");
            case PDMODEL -> scratch.resolve("net.pdmodel");
            case NAIVE_BUFFER -> throw new IllegalArgumentException("not a format of native Paddle's");
        };
    }

    private Optional<Path> parameters(Path target, PaddleWriter.Layout layout) {
        return switch (layout) {
            case SEPARATE -> Optional.empty();
            case COMBINED -> Optional.of(target.resolve("__params__"));
            case MODEL_PARAMS -> Optional.of(target.resolve("params"));
            case PDMODEL -> Optional.of(scratch.resolve("net.pdiparams"));
            case NAIVE_BUFFER -> throw new IllegalArgumentException("not a format of native Paddle's");
        };
    }
}
