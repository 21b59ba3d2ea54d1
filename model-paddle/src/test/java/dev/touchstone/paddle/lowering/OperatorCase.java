package dev.touchstone.paddle.lowering;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

/**
 * One case of {@code paddle-ops.zip}: a small program, its inputs, and what native Paddle 2.3.2 made of it.
 *
 * @param expect {@code ok}, {@code rejected}, {@code crash}, {@code accepted-malformed} or {@code native-defect}
 * @param operators the types of its operators, without feed and fetch
 * @param files by name
 */
record OperatorCase(String name, String expect, List<String> operators, Map<String, byte[]> files) {
    private static final Pattern TOLERANCE = Pattern.compile("\"tolerance\":\"(\\w+)\"");
    private static final Pattern OUTPUT =
            Pattern.compile("\\{\"name\":\"[^\"]*\",\"file\":\"out_(\\d+)\\.npy\"[^}]*\\}");

    /** All cases in the archive's order. */
    static List<OperatorCase> all() throws IOException {
        var files = new HashMap<String, Map<String, byte[]>>();
        String index = "";
        try (var archive =
                new ZipInputStream(OperatorCase.class.getResourceAsStream("/paddle-ops.zip"), StandardCharsets.UTF_8)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                int slash = entry.getName().indexOf('/');
                if (entry.getName().equals("index.tsv")) {
                    index = new String(archive.readAllBytes(), StandardCharsets.UTF_8);
                } else if (!entry.isDirectory()) {
                    files.computeIfAbsent(entry.getName().substring(0, slash), k -> new LinkedHashMap<>())
                            .put(entry.getName().substring(slash + 1), archive.readAllBytes());
                }
            }
        }
        var cases = new ArrayList<OperatorCase>();
        for (var line : index.lines().skip(1).toList()) {
            var fields = line.split("\t", -1);
            var operators = List.of(fields[4].split("[ ,]+"));
            cases.add(new OperatorCase(fields[0], fields[2], operators, files.getOrDefault(fields[0], Map.of())));
        }
        return cases;
    }

    /** Reads the program as a user would: combined parameters from memory, single ones from a directory. */
    Program program(Path scratch) throws IOException {
        var reader = new ProgramReader(ModelLimits.defaults());
        if (!json().contains("\"layout\":\"dir\"")) {
            return reader.read(segment("__model__"), segment("__params__"));
        }
        var directory = scratch.resolve(name);
        for (var file : files.entrySet()) {
            var path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return reader.read(directory, Optional.empty());
    }

    /** The input of a feed column. */
    Tensor input(int column) {
        return Npy.read(file("in_" + column + ".npy"));
    }

    /** The result of a fetch column. */
    Tensor output(int column) {
        return Npy.read(file("out_" + column + ".npy"));
    }

    /** Whether a result must be equal; otherwise it may differ by 1e-5 of the tensor's largest magnitude, or of 1. */
    boolean isExact(int column) {
        var outputs = OUTPUT.matcher(json());
        while (outputs.find()) {
            var own = TOLERANCE.matcher(outputs.group());
            if (Integer.parseInt(outputs.group(1)) == column && own.find()) {
                return own.group(1).equals("exact");
            }
        }
        var general = TOLERANCE.matcher(json());
        return general.find() && general.group(1).equals("exact");
    }

    String json() {
        return new String(file("case.json"), StandardCharsets.UTF_8);
    }

    private byte[] file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private MemorySegment segment(String file) {
        return MemorySegment.ofArray(files.getOrDefault(file, new byte[0]));
    }

    @Override
    public String toString() {
        return name;
    }
}
