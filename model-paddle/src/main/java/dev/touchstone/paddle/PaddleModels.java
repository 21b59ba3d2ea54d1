package dev.touchstone.paddle;

import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.file.FileSource;
import dev.touchstone.paddle.file.ImageProfileFile;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.lowering.PaddleModel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * Reads PaddlePaddle inference models.
 *
 * <p>A model is a program ({@code __model__}, {@code model}, {@code *.pdmodel}) and its parameters, which are files
 * named like the parameters beside the program, or one combined file ({@code __params__}, {@code params},
 * {@code weights}, {@code *.pdiparams}). Whether a file is a program is judged by its content. A directory may also hold
 * {@code touchstone.properties}, which says how a picture becomes the input; it then is the model's
 * {@link Model#imageProfile()}.
 *
 * <p>Files are untrusted: every size is checked against {@link ModelLimits} and against the bytes that are there before
 * memory is allocated, and no parameter is read from outside the model's directory. All methods are thread-safe and
 * throw
 *
 * <ul>
 *   <li>{@link dev.touchstone.ModelFormatException} if something cannot be read or is not what the format allows, with
 *       file and byte, or block, operator and variable
 *   <li>{@link dev.touchstone.UnsupportedOperatorException} if the model needs an operator, an attribute's value or a
 *       data type that cannot be lowered
 *   <li>{@link dev.touchstone.InvalidGraphException} if attributes break an operator's rules
 * </ul>
 */
public final class PaddleModels {
    private PaddleModels() {}

    /**
     * Reads a model within the default limits.
     *
     * @param path a model directory, or a program file with its parameters beside it
     */
    public static Model read(Path path) {
        return read(path, ModelLimits.defaults());
    }

    /**
     * Reads a model.
     *
     * @param path a model directory, or a program file with its parameters beside it
     */
    public static Model read(Path path, ModelLimits limits) {
        return read(path, Optional.empty(), limits);
    }

    /**
     * Reads a model whose parameters are in a combined file of any name.
     *
     * @param program a program file, or a directory with one
     * @param parameters the file with all parameters
     */
    public static Model read(Path program, Path parameters, ModelLimits limits) {
        return read(program, Optional.of(parameters), limits);
    }

    /**
     * Reads a model from memory. The arrays are not written, and nothing of them is kept.
     *
     * @param program a whole program file
     * @param parameters a whole combined parameter file; empty if the program has no parameter
     */
    public static Model read(byte[] program, byte[] parameters, ModelLimits limits) {
        return read(MemorySegment.ofArray(program), MemorySegment.ofArray(parameters), limits);
    }

    /**
     * Reads a model from memory, between position and limit of the buffers. Positions stay as they are; nothing is
     * written or kept.
     *
     * @param program a whole program file
     * @param parameters a whole combined parameter file; without a byte if the program has no parameter
     */
    public static Model read(ByteBuffer program, ByteBuffer parameters, ModelLimits limits) {
        return read(MemorySegment.ofBuffer(program), MemorySegment.ofBuffer(parameters), limits);
    }

    /**
     * Reads a model from memory, heap or native: a mapped file, for example. Nothing is written or kept, so the memory
     * may go away afterwards.
     *
     * @param program a whole program file
     * @param parameters a whole combined parameter file; of size 0 if the program has no parameter
     */
    public static Model read(MemorySegment program, MemorySegment parameters, ModelLimits limits) {
        return PaddleModel.of(new ProgramReader(limits).read(program, parameters), Optional.empty());
    }

    /** Loads what begins to handle each operator, for a program that Java notes the classes of for a later one's start. */
    public static void rehearse() {
        PaddleModel.rehearse();
    }

    static Model read(Path path, Optional<Path> parameters, ModelLimits limits) {
        var files = new LinkedHashSet<Path>();
        return FileSource.collecting(files, () -> {
            var program = new ProgramReader(limits).read(path, parameters);
            return PaddleModel.of(program, ImageProfileFile.read(path)).readFrom(files);
        });
    }
}
