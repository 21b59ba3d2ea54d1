package dev.touchstone.paddle.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/**
 * One case of {@code paddle-ops.zip}: a small program, its inputs, and what native Paddle 2.3.2 made of it. Immutable as
 * long as nobody writes to the arrays, thread-safe.
 *
 * @param name unique: {@code conv2d_003}
 * @param expect {@code ok}, {@code rejected}, {@code crash}, {@code accepted-malformed} or {@code native-defect}
 * @param operators the types of its operators in their order, without feed and fetch
 * @param files by name; referred to, not copied
 */
public record PaddleCase(String name, String expect, List<String> operators, Map<String, byte[]> files) {
    /**
     * How far a result that need not be equal may be from native Paddle's, as a part of the tensor's largest finite
     * magnitude, or of 1 if that is larger.
     */
    public static final double TOLERANCE = 1e-5;

    private static final String PROGRAM = "__model__";
    private static final String PARAMETERS = "__params__";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the list. */
    public PaddleCase {
        operators = List.copyOf(operators);
    }

    /** The archive as it is: {@code index.tsv} and a folder for each case. The caller closes it. */
    public static InputStream archive() {
        return Objects.requireNonNull(PaddleCase.class.getResourceAsStream("paddle-ops.zip"), "paddle-ops.zip");
    }

    /** Reads all cases, in the archive's order. */
    public static List<PaddleCase> all() {
        var files = new HashMap<String, Map<String, byte[]>>();
        String index = "";
        try (var zip = new ZipInputStream(archive(), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                int slash = entry.getName().indexOf('/');
                if (entry.getName().equals("index.tsv")) {
                    index = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                } else if (!entry.isDirectory()) {
                    files.computeIfAbsent(entry.getName().substring(0, slash), k -> new LinkedHashMap<>())
                            .put(entry.getName().substring(slash + 1), zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var cases = new ArrayList<PaddleCase>();
        for (var line : index.lines().skip(1).toList()) {
            var fields = line.split("\t", -1);
            var operators = List.of(fields[4].split("[ ,]+"));
            cases.add(new PaddleCase(fields[0], fields[2], operators, files.getOrDefault(fields[0], Map.of())));
        }
        return cases;
    }

    /** Whether native Paddle computed results, and they are right. */
    public boolean isComputed() {
        return expect.equals("ok");
    }

    /** Whether each parameter has a file of its own, named like it; else they are in one file, or there are none. */
    public boolean isDirectory() {
        return description().path("layout").asText().equals("dir");
    }

    /** The program file; empty if a damaged case lacks it. */
    public byte[] program() {
        return files.getOrDefault(PROGRAM, new byte[0]);
    }

    /**
     * The combined parameter file; empty if there are no parameters. For a case whose parameters have a file each, what
     * the combined file would be: they follow each other in the order of the bytes of their names.
     */
    public byte[] parameters() {
        if (!isDirectory()) {
            return files.getOrDefault(PARAMETERS, new byte[0]);
        }
        var single = new TreeMap<>(files);
        single.keySet().removeIf(n -> n.equals(PROGRAM) || n.equals("case.json") || n.matches("(in|out)_\\d+\\.npy"));
        var all = new byte[single.values().stream().mapToInt(b -> b.length).sum()];
        int at = 0;
        for (var bytes : single.values()) {
            System.arraycopy(bytes, 0, all, at, bytes.length);
            at += bytes.length;
        }
        return all;
    }

    /** The input of a feed column. */
    public Tensor input(int column) {
        return Npy.read(file("in_" + column + ".npy"));
    }

    /** The result of a fetch column. */
    public Tensor output(int column) {
        return Npy.read(file("out_" + column + ".npy"));
    }

    /** Whether a result must be equal to native Paddle's; else it may be as far from it as {@link #TOLERANCE} says. */
    public boolean isExact(int column) {
        var description = description();
        for (var output : description.path("outputs")) {
            if (output.path("file").asText().equals("out_" + column + ".npy") && output.has("tolerance")) {
                return isExact(output);
            }
        }
        return isExact(description);
    }

    private static boolean isExact(JsonNode described) {
        return described.path("tolerance").asText().equals("exact");
    }

    private JsonNode description() {
        try {
            return JSON.readTree(file("case.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(name + "/case.json", e);
        }
    }

    private byte[] file(String file) {
        return Objects.requireNonNull(files.get(file), () -> name + "/" + file);
    }

    /** How many results native Paddle gave. */
    public int outputs() {
        return (int)
                files.keySet().stream().filter(n -> n.matches("out_\\d+\\.npy")).count();
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
