package dev.touchstone.paddle;

import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.file.ImageProfileFile;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.lowering.PaddleModel;
import dev.touchstone.paddle.program.Program;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Paddle models as the programs they are, for tools that rewrite them. Who only wants to run a model uses
 * {@link PaddleModels}. All methods are thread-safe and throw what those of {@link PaddleModels} throw.
 */
public final class PaddlePrograms {
    private PaddlePrograms() {}

    /**
     * Reads a program with its parameters.
     *
     * @param path a model directory, or a program file with its parameters beside it
     * @param parameters the file with all parameters, if it is not where the format expects it
     */
    public static Program read(Path path, Optional<Path> parameters, ModelLimits limits) {
        return new ProgramReader(limits).read(path, parameters);
    }

    /** How a picture becomes the input of the model at a path, if a file beside it says so. */
    public static Optional<ImageProfile> imageProfile(Path path) {
        return ImageProfileFile.read(path);
    }

    /**
     * A program as a model that can be run. The parameters are referred to, not copied.
     *
     * @param imageProfile how a picture becomes the input, if that is known
     */
    public static Model model(Program program, Optional<ImageProfile> imageProfile) {
        return PaddleModel.of(program, imageProfile);
    }
}
