package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.model.PlacementMarks;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A Paddle program as a model. What does not depend on shapes was checked when it was made; {@link #graph(Map)} lowers
 * the program for given shapes. Immutable and thread-safe; all graphs share the parameters' memory.
 */
public final class PaddleModel implements Model {
    private final Program program;
    private final PreparedProgram prepared;
    private final Map<String, Tensor> fixed;
    private final Optional<ImageProfile> imageProfile;
    private final List<Path> files;

    private PaddleModel(
            Program program,
            PreparedProgram prepared,
            Map<String, Tensor> fixed,
            Optional<ImageProfile> imageProfile,
            Collection<Path> files) {
        this.program = program;
        this.prepared = prepared;
        this.fixed = Map.copyOf(fixed);
        this.imageProfile = imageProfile;
        this.files = List.copyOf(files);
    }

    /**
     * Checks a program. Its parameters are referred to, not copied.
     *
     * @param imageProfile how pictures become the model's input, if something beside the program says so
     * @throws dev.touchstone.ModelFormatException if operators, variables and attributes do not make a program
     * @throws dev.touchstone.UnsupportedOperatorException if it needs an operator, an attribute's value or a data type
     *     for which no lowering exists
     * @throws InvalidGraphException if attributes break an operator's rules
     */
    public static PaddleModel of(Program program, Optional<ImageProfile> imageProfile) {
        return new PaddleModel(program, PreparedProgram.of(program), Map.of(), imageProfile, List.of());
    }

    /** The same model, which knows what it was read from; see {@link #files}. */
    public PaddleModel readFrom(Collection<Path> newFiles) {
        return new PaddleModel(program, prepared, fixed, imageProfile, newFiles);
    }

    /** Loads what begins to lower each operator type. */
    public static void rehearse() {
        Lowerings.types().forEach(Lowerings::of);
    }

    /** The operator types that can be lowered. */
    public static SortedSet<String> operatorTypes() {
        return Lowerings.types();
    }

    /**
     * The same model with inputs turned into constants. Some programs take sizes and axes as inputs; a graph has static
     * shapes, so these must be known before it is made.
     *
     * @param constants by input name; referred to, not copied
     * @throws InvalidGraphException if a name is none of the inputs, or a tensor's type is not the declared one
     */
    public PaddleModel withConstants(Map<String, Tensor> constants) {
        var all = new HashMap<>(fixed);
        constants.forEach((name, tensor) -> {
            var input = endpoint(name);
            requireFits(input, tensor.shape());
            if (tensor.type().dataType() != input.dataType()) {
                throw new InvalidGraphException(
                        "input " + name + " is declared as " + input + "; given is " + tensor.type());
            }
            all.put(name, tensor);
        });
        return new PaddleModel(program, prepared, all, imageProfile, List.of());
    }

    @Override
    public String name() {
        return program.name();
    }

    @Override
    public String format() {
        return "paddle";
    }

    @Override
    public List<Endpoint> inputs() {
        return prepared.feeds().stream()
                .filter(e -> !fixed.containsKey(e.name()))
                .toList();
    }

    /** What the caller gets, with the data type and extents that the program declares. */
    @Override
    public List<Endpoint> outputs() {
        return prepared.outputs();
    }

    /** Operators of block 0 without feed and fetch; all stored parameters, with the bytes they take in memory. */
    @Override
    public ModelStatistics statistics() {
        var operators = new TreeMap<String, Integer>();
        for (var op : program.blocks().getFirst().ops()) {
            if (!Endpoints.isEndpoint(op)) {
                operators.merge(op.type(), 1, Integer::sum);
            }
        }
        var parameters = program.parameters().values();
        return new ModelStatistics(
                operators,
                parameters.size(),
                parameters.stream().mapToLong(t -> t.shape().elements()).sum(),
                parameters.stream().mapToLong(t -> t.type().bytes()).sum());
    }

    @Override
    public List<String> warnings() {
        return prepared.warnings();
    }

    @Override
    public Optional<ImageProfile> imageProfile() {
        return imageProfile;
    }

    @Override
    public List<Path> files() {
        return files;
    }

    /** The parts of a program that Paddle Lite's optimiser, or Touchstone's, has partitioned. */
    @Override
    public Optional<PlacementMarks> marks() {
        return Devices.isPartitioned(program) ? Optional.of(new ProgramMarks(prepared.devices())) : Optional.empty();
    }

    @Override
    public Graph graph(Map<String, Shape> shapes) {
        for (var name : shapes.keySet()) {
            endpoint(name);
        }
        var constants = new HashMap<>(program.parameters());
        constants.putAll(fixed);
        var emission = new GraphEmission(constants);
        for (var input : inputs()) {
            var shape = shapes.get(input.name());
            if (shape == null) {
                shape = declared(input);
            } else {
                requireFits(input, shape);
            }
            emission.input(input.name(), TensorType.of(input.dataType(), shape));
        }
        var weights = NodeEmitter.newWeights();
        for (var op : prepared.steps()) {
            try {
                op.step().emit(new NodeEmitter(op.place(), op.base(), op.scales(), emission, weights));
            } catch (InvalidGraphException e) {
                throw op.place().invalid(e);
            }
        }
        return emission.build(
                program.name(), prepared.fetches().stream().map(emission::value).toList());
    }

    /** The declared shape with open extents set to 1. */
    private static Shape declared(Endpoint input) {
        return Shape.of(input.extents().stream().map(e -> e < 0 ? 1 : e).toList());
    }

    private Endpoint endpoint(String name) {
        return inputs().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow(() -> {
            var names = new ArrayList<String>();
            inputs().forEach(e -> names.add(e.name()));
            return new InvalidGraphException("the model has no input '" + name + "'; its inputs are " + names);
        });
    }

    private static void requireFits(Endpoint input, Shape shape) {
        boolean fits = shape.rank() == input.extents().size();
        for (int i = 0; fits && i < shape.rank(); i++) {
            fits = input.extents().get(i) < 0 || input.extents().get(i) == shape.extent(i);
        }
        if (!fits) {
            throw new InvalidGraphException(
                    "input " + input.name() + " is declared as " + input + "; given is shape " + shape);
        }
    }

    /** The name; {@link #graph()} shows everything. */
    @Override
    public String toString() {
        return "paddle model " + program.name();
    }
}
