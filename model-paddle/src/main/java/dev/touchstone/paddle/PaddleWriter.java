package dev.touchstone.paddle;

import dev.touchstone.paddle.nb.NbWriter;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.write.ProgramFiles;
import java.nio.file.Path;

/**
 * Writes programs as Paddle's files. What was written is read back as the same program: the same graph, node by node,
 * and the same parameters, bit by bit. Equal programs give equal bytes. Existing files are replaced, each at once when
 * its content is complete. All methods are thread-safe.
 *
 * <p>Left out are the attributes that a reader leaves out (the Python stack of each operator and the like) and those of
 * types that are not decoded.
 */
public final class PaddleWriter {
    private PaddleWriter() {}

    /** Which files a model consists of. */
    public enum Layout {
        /** A directory with the program {@code __model__} and a file for each parameter, of its name. */
        SEPARATE,
        /** A directory with the program {@code __model__} and all parameters in {@code __params__}. */
        COMBINED,
        /** Two files: the path with {@code .pdmodel} and with {@code .pdiparams} appended. */
        PDMODEL,
        /** A directory with {@code model} and {@code params}, as Paddle Lite's {@code opt} writes. */
        MODEL_PARAMS,
        /** One file: the path with {@code .nb} appended. Paddle Lite's format, meta version 2. */
        NAIVE_BUFFER
    }

    /**
     * Writes a program and its parameters.
     *
     * @param target the directory, made as needed; for {@link Layout#PDMODEL} and
     *     {@link Layout#NAIVE_BUFFER} the path without suffix
     * @throws dev.touchstone.TouchstoneException if a file cannot be written, or a name cannot be a file
     */
    public static void write(Program program, Path target, Layout layout) {
        switch (layout) {
            case SEPARATE -> ProgramFiles.separate(program, target);
            case COMBINED -> ProgramFiles.combined(program, target.resolve("__model__"), target.resolve("__params__"));
            case PDMODEL ->
                ProgramFiles.combined(
                        program,
                        target.resolveSibling(target.getFileName() + ".pdmodel"),
                        target.resolveSibling(target.getFileName() + ".pdiparams"));
            case MODEL_PARAMS -> ProgramFiles.combined(program, target.resolve("model"), target.resolve("params"));
            case NAIVE_BUFFER ->
                ProgramFiles.write(
                        target.resolveSibling(target.getFileName() + ".nb"), out -> NbWriter.write(program, out));
        }
    }
}
