package dev.touchstone.conformance.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.ModelFormatException;
import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A computation, its expected results and, if it failed, what a backend made of it, as one JSON file. The format is
 * described in docs/conformance.md.
 *
 * @param caseId which case of the suite it was
 * @param rule the id of the rule that it tests
 * @param origin where it comes from
 * @param computation graph and inputs, and whether the definition decides
 * @param expected the right results, in the order of the graph's outputs
 * @param actual the backend's results; empty if the file only states a case
 */
public record ReplayFile(
        String caseId,
        String rule,
        Origin origin,
        Computation computation,
        List<Tensor> expected,
        List<Tensor> actual) {
    /**
     * Where a case comes from.
     *
     * @param version of the suite
     * @param seed of the suite
     * @param profile what the backend declares that failed; empty if the file only states a case
     */
    public record Origin(int version, long seed, String profile) {}

    private static final int FORMAT = 1;
    private static final String DEFINITION = "definition";
    private static final String FOREIGN = "foreign";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Copies the lists, not the tensors. */
    public ReplayFile {
        expected = List.copyOf(expected);
        actual = List.copyOf(actual);
    }

    /** A name for the file, without directory: {@code conv2d-17.json}. */
    public String fileName() {
        return caseId.replace('#', '-') + ".json";
    }

    /** The whole file. */
    public String toText() {
        var root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("case", caseId);
        root.put("rule", rule);
        root.put("suiteVersion", origin.version());
        root.put("seed", origin.seed());
        root.put("profile", origin.profile());
        boolean definition = computation.expected().isEmpty();
        root.put("oracle", definition ? DEFINITION : FOREIGN);
        root.put("tolerance", computation.tolerance());
        var graph = computation.graph();
        graph.inputs().forEach(v -> root.withArray("inputs").add(value(v.name(), v.type())));
        for (var node : graph.nodes()) {
            var object = JSON.createObjectNode();
            object.put("name", node.name());
            object.set("operator", OperatorText.write((Record) node.operator()));
            for (var input : node.inputs()) {
                if (input.isConstant()) {
                    root.withObject("/constants").set(input.name(), tensor(Objects.requireNonNull(input.constant())));
                }
                object.withArray("inputs").add(input.name());
            }
            node.outputs().forEach(v -> object.withArray("outputs").add(value(v.name(), v.type())));
            root.withArray("nodes").add(object);
        }
        graph.outputs().forEach(v -> root.withArray("outputs").add(v.name()));
        tensors(root.withArray("inputData"), computation.inputs());
        tensors(root.withArray("expected"), expected);
        tensors(root.withArray("actual"), actual);
        return text(root);
    }

    /** The text of a file that stands as an object in another one, byte for byte. */
    public static String text(JsonNode object) {
        try {
            return JSON.writeValueAsString(object) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a file that {@link #toText} wrote.
     *
     * @throws ModelFormatException if it is something else
     */
    public static ReplayFile read(Path file) {
        try {
            return parse(file.toString(), JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ModelFormatException(file.toString(), "cannot be read as a replay file (" + e.getMessage() + ")");
        }
    }

    /**
     * The same from the text of such a file.
     *
     * @throws ModelFormatException if it is something else
     */
    public static ReplayFile parse(String text) {
        try {
            return parse("replay file", JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new ModelFormatException("replay file", "cannot be read (" + e.getOriginalMessage() + ")");
        }
    }

    private static ReplayFile parse(String file, JsonNode root) {
        if (root.path("format").asInt() != FORMAT) {
            throw new ModelFormatException(
                    file, "has format '" + root.path("format").asText() + "'; expected " + FORMAT);
        }
        Map<String, Value> values = new HashMap<>();
        var builder = new GraphBuilder(root.path("case").asText());
        root.path("inputs").forEach(n -> {
            var value = Value.variable(n.path("name").asText(), type(file, n.path("type")));
            values.put(value.name(), builder.input(value));
        });
        root.path("constants")
                .properties()
                .forEach(e -> values.put(e.getKey(), Value.constant(e.getKey(), tensor(file, e.getValue()))));
        for (var n : root.path("nodes")) {
            var inputs = new ArrayList<Value>();
            n.path("inputs").forEach(i -> inputs.add(known(file, values, i.asText())));
            var outputs = new ArrayList<Value>();
            n.path("outputs").forEach(o -> {
                var value = Value.variable(o.path("name").asText(), type(file, o.path("type")));
                values.put(value.name(), value);
                outputs.add(value);
            });
            builder.add(new Node(
                    n.path("name").asText(), OperatorText.operator(file, n.path("operator")), inputs, outputs));
        }
        root.path("outputs").forEach(o -> builder.output(known(file, values, o.asText())));
        var expected = tensors(file, root.path("expected"));
        boolean foreign = root.path("oracle").asText(DEFINITION).equals(FOREIGN);
        return new ReplayFile(
                root.path("case").asText(),
                root.path("rule").asText(),
                new Origin(
                        root.path("suiteVersion").asInt(),
                        root.path("seed").asLong(),
                        root.path("profile").asText()),
                new Computation(
                        builder.build(),
                        tensors(file, root.path("inputData")),
                        foreign ? expected : List.of(),
                        root.path("tolerance").asDouble()),
                expected,
                tensors(file, root.path("actual")));
    }

    private static Value known(String file, Map<String, Value> values, String name) {
        var value = values.get(name);
        if (value == null) {
            throw new ModelFormatException(file, "uses '" + name + "', which nothing defines");
        }
        return value;
    }

    private static ObjectNode value(String name, TensorType type) {
        var object = JSON.createObjectNode();
        object.put("name", name);
        object.set("type", type(type));
        return object;
    }

    private static ObjectNode type(TensorType type) {
        var object = JSON.createObjectNode();
        object.put("dataType", type.dataType().toString());
        var shape = object.putArray("shape");
        for (int extent : type.shape().toArray()) {
            shape.add(extent);
        }
        switch (type.quantization()) {
            case Quantization.PerTensor p -> object.put("scale", p.scale()).put("zeroPoint", p.zeroPoint());
            case Quantization.PerChannel p -> {
                object.put("axis", p.axis());
                var scales = object.putArray("scales");
                p.scales().forEach(scales::add);
            }
            case null -> {}
        }
        return object;
    }

    private static TensorType type(String file, JsonNode n) {
        var extents = new ArrayList<Integer>();
        n.path("shape").forEach(e -> extents.add(e.asInt()));
        Quantization quantization = null;
        if (n.has("scale")) {
            quantization = new Quantization.PerTensor(
                    Float.parseFloat(n.path("scale").asText()),
                    n.path("zeroPoint").asInt());
        } else if (n.has("scales")) {
            var scales = new ArrayList<Float>();
            n.path("scales").forEach(s -> scales.add(Float.parseFloat(s.asText())));
            quantization = new Quantization.PerChannel(n.path("axis").asInt(), scales);
        }
        try {
            return new TensorType(
                    DataType.valueOf(n.path("dataType").asText().toUpperCase(Locale.ROOT)),
                    Shape.of(extents),
                    quantization);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "has a tensor of type " + n);
        }
    }

    private static void tensors(ArrayNode array, List<Tensor> tensors) {
        tensors.forEach(t -> array.add(tensor(t)));
    }

    private static ObjectNode tensor(Tensor tensor) {
        var object = type(tensor.type());
        object.put("data", Base64.getEncoder().encodeToString(tensor.segment().toArray(ValueLayout.JAVA_BYTE)));
        return object;
    }

    private static List<Tensor> tensors(String file, JsonNode array) {
        var tensors = new ArrayList<Tensor>();
        array.forEach(n -> tensors.add(tensor(file, n)));
        return tensors;
    }

    private static Tensor tensor(String file, JsonNode n) {
        var tensor = Tensor.allocate(type(file, n));
        var bytes = Base64.getDecoder().decode(n.path("data").asText());
        if (bytes.length != tensor.type().bytes()) {
            throw new ModelFormatException(
                    file,
                    tensor.type() + " has " + bytes.length + " bytes; expected "
                            + tensor.type().bytes());
        }
        tensor.segment().copyFrom(MemorySegment.ofArray(bytes));
        return tensor;
    }
}
