package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.nb.NbReader;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.Limit;
import dev.touchstone.paddle.source.MemorySource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a program with its parameters, from files or from memory. Thread-safe. */
public final class ProgramReader {
    private static final String PROGRAM_BYTES = "program bytes";
    private static final String PARAMETER_BYTES = "parameter bytes";

    private final ModelLimits limits;

    /**
     * A reader that accepts what the limits allow.
     *
     * @param limits checked before anything is allocated
     */
    public ProgramReader(ModelLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads from files.
     *
     * @param path a model directory or a program file
     * @param parameters the file with all parameters; if absent, what lies beside the program
     * @throws ModelFormatException if the files are not a Paddle model within the limits, or cannot be read
     */
    public Program read(Path path, Optional<Path> parameters) {
        var file = ProgramFile.find(path);
        byte[] bytes;
        try (var source = FileSource.open(file)) {
            if (FileFormat.of(source) == FileFormat.LITE_NB) {
                requireNoFurther(source.name(), parameters.isPresent());
                return NbReader.read(source, nameOf(file), limits);
            }
            bytes = programBytes(source);
        }
        String source = file.toString();
        var decoded = ProgramDecoder.decode(source, bytes, limits);
        var variables = Parameters.of(source, decoded.blocks().get(0));
        var files = new ParameterFiles(file, limits);
        var values = parameters.isPresent() ? files.combined(parameters.get(), variables) : files.read(variables);
        return new Program(
                source, nameOf(file), decoded.version(), decoded.blocks(), values.tensors(), values.warnings());
    }

    /**
     * Reads from memory, which is not written and of which nothing is kept.
     *
     * @param program a whole program file, or a whole .nb file
     * @param parameters a whole combined parameter file; of size 0 if the program has no parameter, or holds them
     * @throws ModelFormatException if the bytes are not a Paddle model within the limits
     */
    public Program read(MemorySegment program, MemorySegment parameters) {
        var memory = new MemorySource(PROGRAM_BYTES, program);
        if (FileFormat.of(memory) == FileFormat.LITE_NB) {
            requireNoFurther(PROGRAM_BYTES, parameters.byteSize() > 0);
            return NbReader.read(memory, "memory", limits);
        }
        byte[] bytes = programBytes(memory);
        var decoded = ProgramDecoder.decode(PROGRAM_BYTES, bytes, limits);
        var variables = Parameters.of(PROGRAM_BYTES, decoded.blocks().get(0));
        var values = new ParameterReader(limits).combined(new MemorySource(PARAMETER_BYTES, parameters), variables);
        return new Program(
                PROGRAM_BYTES, "memory", decoded.version(), decoded.blocks(), values.tensors(), values.warnings());
    }

    /**
     * What the file behind a path is; of a directory, the file that would be read as its program.
     *
     * @throws ModelFormatException if there is no such file or it cannot be read
     */
    public static FileFormat formatOf(Path path) {
        try (var source = FileSource.open(ProgramFile.find(path))) {
            return FileFormat.of(source);
        }
    }

    private static void requireNoFurther(String source, boolean given) {
        if (given) {
            throw new ModelFormatException(
                    source, "this file is a Paddle Lite model (.nb), which holds its parameters; give it alone");
        }
    }

    private byte[] programBytes(ByteSource source) {
        var limit = new Limit("programBytes", limits.programBytes());
        var format = FileFormat.of(source);
        // A file of unknown format is decoded all the same: the decoder knows best where it goes wrong.
        if (format != FileFormat.PROGRAM && format != FileFormat.UNKNOWN) {
            throw new ModelFormatException(source.name(), refusal(format));
        }
        if (!limit.admits(source.size()) || source.size() > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException(source.name(), limit.refusal(source.size(), "bytes of a program"));
        }
        return source.piece(0, (int) source.size()).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String refusal(FileFormat format) {
        String remedy = switch (format) {
            case PARAMETERS -> "give the program, and this file as its parameters";
            case LITE_NAIVE -> "it cannot be read; give the Paddle model that Paddle Lite's opt made it from";
            case PIR_JSON -> "export the model with the older program format (*.pdmodel)";
            case ZIP, GZIP -> "unpack it and give the directory";
            case ONNX, TFLITE, RKNN, HDF5, EMPTY, PROGRAM, LITE_NB, UNKNOWN ->
                "expected a Paddle program, such as __model__ or *.pdmodel";
        };
        return "this file is " + format.what() + "; " + remedy;
    }

    /** The directory's name for files that are called the same in every model, else the file's without suffix. */
    private static String nameOf(Path program) {
        var absolute = program.toAbsolutePath().normalize();
        String file = String.valueOf(absolute.getFileName());
        var directory = absolute.getParent();
        if (ProgramFile.NAMES.contains(file) && directory != null && directory.getFileName() != null) {
            return directory.getFileName().toString();
        }
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
