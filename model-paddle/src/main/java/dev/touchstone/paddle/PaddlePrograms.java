package dev.touchstone.paddle;

import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.file.ImageProfileFile;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.lowering.PaddleModel;
import dev.touchstone.paddle.lowering.SizeInputs;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /**
     * Reads a program from memory, which is not written and of which nothing is kept.
     *
     * @param program a whole program file
     * @param parameters a whole combined parameter file; of size 0 if the program has no parameter
     */
    public static Program read(MemorySegment program, MemorySegment parameters, ModelLimits limits) {
        return new ProgramReader(limits).read(program, parameters);
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

    /**
     * A program as a model with inputs turned into constants. Some programs take sizes and axes as inputs; a graph has
     * static shapes, so these must be known before it is made. The parameters are referred to, not copied.
     *
     * @param constants by input name; referred to, not copied
     * @throws dev.touchstone.InvalidGraphException if a name is none of the inputs, or a tensor's type is not the declared
     *     one
     */
    public static Model model(Program program, Map<String, Tensor> constants) {
        return PaddleModel.of(program, Optional.empty()).withConstants(constants);
    }

    /** The variables of the main block that operators read as sizes or axes, inputs of the program or not. */
    public static Set<String> sizes(Program program) {
        return SizeInputs.of(program.blocks().getFirst());
    }
}
