package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the parameters beside a program: one file for each, or one for all.
 *
 * <p>One file for each is meant if every parameter has its file; else one file for all, if there is one of a usual
 * name. Other files in the directory are ignored.
 */
final class ParameterFiles {
    /** Names that Paddle's tools give to combined files; the first that exists is taken. */
    private static final List<String> COMBINED =
            List.of("__params__", "params", "weights", "model.pdiparams", "inference.pdiparams");

    private static final String PROGRAM_SUFFIX = ".pdmodel";
    private static final String COMBINED_SUFFIX = ".pdiparams";

    private final Path program;
    private final Path directory;
    private final ParameterReader reader;

    ParameterFiles(Path program, ModelLimits limits) {
        this.program = program;
        this.directory = directoryOf(program);
        this.reader = new ParameterReader(limits);
    }

    /** The directory that holds a file. */
    static Path directoryOf(Path file) {
        var parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new ModelFormatException(file.toString(), "is a root directory, expected a file");
        }
        return file.getParent() == null ? parent : file.getParent();
    }

    /** Reads the values of all the variables, which are in the order of a combined file. */
    ParameterReader.Values read(List<Variable> variables) {
        var files = new LinkedHashMap<Variable, Path>();
        var without = new ArrayList<Variable>();
        var inside = ParameterPath.in(directory);
        for (var variable : variables) {
            var file = inside.find(variable.name());
            if (file == null) {
                without.add(variable);
            } else if (file.equals(inside.real(program))) {
                throw new ModelFormatException(
                        program.toString(),
                        "block 0, variable '" + variable.name()
                                + "': the parameter has the name of the program file; the program is damaged");
            } else {
                files.put(variable, file);
            }
        }
        if (without.isEmpty()) {
            return reader.separate(files, directory);
        }
        var combined = combined(variables);
        if (combined != null) {
            return combined(combined, variables);
        }
        throw missing(without, files);
    }

    /** Reads the values of all the variables from one file. */
    ParameterReader.Values combined(Path file, List<Variable> variables) {
        try (var source = FileSource.open(file)) {
            return reader.combined(source, variables);
        }
    }

    private @Nullable Path combined(List<Variable> variables) {
        var names = new ArrayList<String>();
        String name = String.valueOf(program.getFileName());
        if (name.endsWith(PROGRAM_SUFFIX)) {
            names.add(name.substring(0, name.length() - PROGRAM_SUFFIX.length()) + COMBINED_SUFFIX);
        }
        names.addAll(COMBINED);
        // A file that has the name of a parameter is that parameter's own.
        variables.forEach(v -> names.remove(v.name()));
        return names.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    private ModelFormatException missing(List<Variable> without, Map<Variable, Path> files) {
        String first = without.get(0).name();
        String found = files.isEmpty()
                ? "none of its " + without.size() + " parameters is"
                : without.size() + " of " + (without.size() + files.size()) + " parameters are not";
        return new ModelFormatException(
                program.toString(),
                found + " beside it: parameter '" + first + "' is missing; expected the file "
                        + directory.resolve(first) + ", or all parameters in one of " + String.join(", ", COMBINED)
                        + " or *.pdiparams of the program's name");
    }
}
