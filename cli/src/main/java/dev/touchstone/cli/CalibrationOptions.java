package dev.touchstone.cli;

import dev.touchstone.cli.image.PictureSet;
import dev.touchstone.model.Endpoint;
import dev.touchstone.quantization.CalibrationData;
import dev.touchstone.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Options that say what a model is calibrated with. */
final class CalibrationOptions implements Options {
    private List<Path> data = List.of();
    private @Nullable Integer batchSize;
    private int batches = Integer.MAX_VALUE;

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.listOf(Path.class, "-d", "--data")
                        .label("PATH")
                        .arity("1..*")
                        .required()
                        .text("Typical inputs: directories of pictures, pictures, or .npy files (uint8 [n, height,"
                                + " width(, channels)], or finished float32 inputs [n, ...]).")
                        .to(v -> data = v))
                .add(Argument.of(Integer.class, "--batch-size")
                        .label("N")
                        .text("Inputs for one run. Default: 10, or what the model's input fixes.")
                        .to(v -> batchSize = v))
                .add(Argument.of(int.class, "--batches")
                        .label("N")
                        .text("Batches to use at most. Default: all; an incomplete last one is left out.")
                        .to(v -> batches = v));
    }

    List<Path> paths() {
        return data;
    }

    /** The data in batches for a model's only input. */
    CalibrationData batches(PictureSet pictures, Endpoint input, OutputOptions output) {
        if ((batchSize != null && batchSize < 1) || batches < 1) {
            throw new ParameterException(output.command(), "--batch-size and --batches: expected 1 or more");
        }
        int declared = input.extents().isEmpty() ? -1 : input.extents().getFirst();
        int wanted = declared > 0 ? declared : batchSize == null ? 10 : batchSize;
        int size = declared > 0 ? declared : Math.min(wanted, pictures.size());
        if (pictures.size() < size) {
            throw new ParameterException(
                    output.command(),
                    "--data has " + pictures.size() + " inputs, but one run of the model takes " + size);
        }
        int count = Math.min(batches, pictures.size() / size);
        if (count * size < pictures.size()) {
            output.note("using " + count * size + " of " + pictures.size() + " inputs, in " + count + " batches of "
                    + size);
        }
        return new CalibrationData() {
            @Override
            public int batches() {
                return count;
            }

            @Override
            public List<Tensor> batch(int index) {
                return List.of(pictures.read(index * size, size));
            }
        };
    }
}
