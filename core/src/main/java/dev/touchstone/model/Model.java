package dev.touchstone.model;

import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as its file describes it, before anybody decides on precision, backend or input size. Immutable and
 * thread-safe.
 */
public interface Model {
    /** A short name, for listings: usually the directory's or file's name. */
    String name();

    /** The format it was read from, for listings: {@code paddle}. */
    String format();

    /** What the caller feeds, in the model's order. */
    List<Endpoint> inputs();

    /** What the caller gets, in the model's order. */
    List<Endpoint> outputs();

    /** Numbers about the model that need no compilation. */
    ModelStatistics statistics();

    /** Things a user should know: ignored attributes, odd values. One sentence each. */
    List<String> warnings();

    /** Where labels, sizes and normalisation of the input are recorded beside the model, if anywhere. */
    Optional<ImageProfile> imageProfile();

    /**
     * What it was read from: files, and directories that were searched for them. As long as none of these changes, it would
     * be read as the same model. Empty, as by default, if nobody knows.
     */
    default List<Path> files() {
        return List.of();
    }

    /** The source graph with every open extent set to 1. See {@link #graph(Map)}. */
    default Graph graph() {
        return graph(Map.of());
    }

    /** Where the file wants its operators to run; empty if it does not say. */
    default Optional<PlacementMarks> marks() {
        return Optional.empty();
    }

    /**
     * The source graph for given input shapes: float values, fake quantization literally, constants shared with this
     * model. Inputs that are not named get their declared shape with open extents set to 1.
     *
     * @param shapes by input name
     * @throws dev.touchstone.InvalidGraphException if a shape contradicts the declaration or does not go through the
     *     operators, or if a name is none of the inputs
     */
    Graph graph(Map<String, Shape> shapes);
}
