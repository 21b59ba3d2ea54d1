package dev.touchstone.conformance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.ModelFormatException;
import dev.touchstone.conformance.profile.Separation;
import dev.touchstone.conformance.replay.JUnitSource;
import dev.touchstone.conformance.replay.ReplayFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/**
 * A report as files: {@code report.json}, {@code junit.xml} and {@code index.html} in one directory; below it in {@value
 * #REPLAY} the smallest computations that fail, each with a JUnit test.
 */
public final class ReportFiles {
    static final String REPLAY = "replay";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportFiles() {}

    /**
     * Writes all, over what may be there.
     *
     * @throws IOException if a file cannot be written
     */
    public static void write(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.json"), json(report));
        Files.writeString(directory.resolve("junit.xml"), JUnitXml.of(report));
        ReportPage.of(report).write(directory.resolve("index.html"));
        for (var entry : report.failures()) {
            if (entry.replay().isPresent()) {
                write(entry.replay().get(), report.backend(), directory.resolve(REPLAY));
            }
        }
    }

    private static void write(ReplayFile file, String backend, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(file.fileName()), file.toText());
        Files.writeString(directory.resolve(JUnitSource.className(file) + ".java"), JUnitSource.of(file, backend));
    }

    static String json(Report report) throws IOException {
        var root = JSON.createObjectNode();
        root.put("format", 1);
        root.put("backend", report.backend());
        root.put("arguments", report.arguments());
        root.put("profile", report.profile());
        root.put("suiteVersion", report.version());
        root.put("seed", report.seed());
        root.put("selection", report.selection());
        root.put("selected", report.selected());
        root.put("environment", report.environment());
        root.put("rulesProven", report.proven());
        root.put("notReached", report.notReached());
        var arithmetic = root.putArray("arithmetic");
        report.arithmetic().forEach(arithmetic::add);
        var cases = root.putArray("cases");
        for (var entry : report.entries()) {
            var object = cases.addObject();
            object.put("id", entry.id()).put("rule", entry.rule()).put("result", entry.word());
            if (!entry.reason().isEmpty()) {
                object.put("reason", entry.reason());
            }
            if (!entry.differences().isEmpty()) {
                object.put("columns", entry.columns());
                var differences = object.putArray("differences");
                entry.differences().forEach(differences::add);
            }
            if (entry.smallest().isPresent()) {
                object.set("smallest", JSON.readTree(entry.smallest().get()));
            }
        }
        separation(root.putObject("profiles"), Separation.standard());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    /** For each pair of known arithmetics the case that separates it. */
    private static void separation(ObjectNode object, Separation separation) {
        var names = object.putArray("names");
        separation.names().forEach(names::add);
        var cases = object.putArray("separatedBy");
        separation.cases().forEach(row -> row.forEach(cases.addArray()::add));
    }

    /**
     * Reads the JSON file of a directory that {@link #write} filled, or such a file itself.
     *
     * @throws ModelFormatException if there is none
     */
    public static Report read(Path path) {
        var file = Files.isDirectory(path) ? path.resolve("report.json") : path;
        try {
            return parse(file, JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ModelFormatException(file.toString(), "cannot be read as a report (" + e.getMessage() + ")");
        }
    }

    private static Report parse(Path file, JsonNode root) {
        if (root.path("format").asInt() != 1 || !root.path("cases").isArray()) {
            throw new ModelFormatException(file.toString(), "is no report of the conformance suite");
        }
        var entries = new ArrayList<Report.Entry>();
        for (var c : root.path("cases")) {
            var differences = new ArrayList<Double>();
            c.path("differences").forEach(d -> differences.add(d.asDouble()));
            entries.add(new Report.Entry(
                    c.path("id").asText(),
                    c.path("rule").asText(),
                    c.path("result").asText(),
                    c.path("reason").asText(),
                    differences,
                    c.path("columns").asInt(1),
                    c.has("smallest") ? Optional.of(ReplayFile.text(c.path("smallest"))) : Optional.empty()));
        }
        var arithmetic = new ArrayList<String>();
        root.path("arithmetic").forEach(a -> arithmetic.add(a.asText()));
        return new Report(
                root.path("backend").asText(),
                root.path("arguments").asText(),
                root.path("profile").asText(),
                root.path("suiteVersion").asInt(),
                root.path("seed").asLong(),
                root.path("selection").asText(),
                root.path("selected").asInt(),
                root.path("environment").asText(),
                entries,
                root.path("notReached").asInt(),
                arithmetic);
    }
}
