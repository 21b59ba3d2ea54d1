package dev.touchstone.conformance.cases;

import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.judge.GraphParts;
import dev.touchstone.conformance.judge.Layers;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Shape;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whole models on drawn inputs, in each precision that they are made for. Every run has the same cases: those of a model
 * that is not there are skipped and say so.
 */
public final class ModelCases implements CaseSource {
    /** Indices of a rule; models that are added later keep those of earlier ones. */
    private static final int BLOCK = 1000;

    /** Into how many cases the layers of a model are dealt, so that none takes long. */
    private static final int PARTS = 8;

    private record Run(ModelFile file, Precision precision) {}

    private static final List<Run> RUNS = Stream.of(
                    quantized(ModelFile.bundled("fashion_int8", "fashion/model_int8/__model__")),
                    plain(ModelFile.bundled("fashion_fp32", "fashion/model_fp32/model.pdmodel")),
                    quantized(outside("mobilenet_v1_int8_224.zip")),
                    plain(outside("mobilenet_v1_fp32_224.zip")),
                    quantized(outside("shufflenet_v2_int8_224.zip")),
                    plain(outside("cifar_resnet32_fp32.zip")),
                    plain(outside("ppocr_mobile_v2.0_cls_opt.nb")),
                    quantized(outside("resnet50_int8_224_partial.zip").completedBy("models/resnet50_int8_tail.csv")))
            .flatMap(s -> s)
            .toList();

    private static final List<Rule> RULES = List.of(
            rule("W1", "A model gives the definition's results as a whole."),
            rule("W2", "Every layer of a model gives the definition's results on the definition's inputs."));

    /** A network that was read, and what the definition makes of it. */
    private record Known(int index, Computation network, Optional<GraphParts> parts) {}

    private final long seed;
    private volatile SoftReference<Known> latest = new SoftReference<>(null);

    /** Inputs drawn with this seed; 0 is the published suite. */
    public ModelCases(long seed) {
        this.seed = seed;
    }

    private static ModelFile outside(String archive) {
        return ModelFile.outside(archive.substring(0, archive.lastIndexOf('.')), "models/" + archive);
    }

    private static Stream<Run> quantized(ModelFile file) {
        return Stream.of(Precision.FULL_INT8, Precision.CPU_INT8, Precision.FLOAT)
                .map(p -> new Run(file, p));
    }

    private static Stream<Run> plain(ModelFile file) {
        return Stream.of(new Run(file, Precision.FLOAT));
    }

    private static Rule rule(String label, String text) {
        return Rule.required("models/" + label, "CompiledGraph", text);
    }

    @Override
    public String name() {
        return "models";
    }

    @Override
    public List<Rule> rules() {
        return RULES;
    }

    @Override
    public Stream<ConformanceCase> cases() {
        var wholes = IntStream.range(0, RUNS.size())
                .mapToObj(i -> new ConformanceCase("models#" + i, RULES.getFirst(), () -> whole(i)));
        var layers = IntStream.range(0, RUNS.size() * PARTS)
                .mapToObj(i -> new ConformanceCase("models#" + (BLOCK + i), RULES.getLast(), () -> layers(i)));
        return Stream.concat(wholes, layers);
    }

    private CaseBody whole(int index) {
        return absence(index)
                .<CaseBody>map(ModelCases::skipped)
                .orElseGet(() -> known(index, false).network());
    }

    private CaseBody layers(int index) {
        int run = index / PARTS;
        return absence(run)
                .map(ModelCases::skipped)
                .orElseGet(() -> backend -> layers(backend, known(run, true), index % PARTS));
    }

    private static CaseResult layers(Backend backend, Known known, int first) {
        return known.parts()
                .map(parts -> Layers.judge(backend, known.network(), parts, first, PARTS))
                .orElseGet(() -> new CaseResult.Skipped("the definition does not run " + known.network()));
    }

    private static Optional<String> absence(int index) {
        return RUNS.get(index).file().absence();
    }

    private static Judgement skipped(String reason) {
        return backend -> new CaseResult.Skipped(reason);
    }

    /** One image of a usual size, where the model leaves the size open. */
    private static Map<String, Shape> shapes(Model model) {
        return model.inputs().stream()
                .filter(e -> e.extents().size() == 4)
                .collect(Collectors.toMap(
                        Endpoint::name,
                        e -> Shape.of(
                                1,
                                e.extents().get(1),
                                e.extents().get(2) < 0 ? 48 : e.extents().get(2),
                                e.extents().get(3) < 0 ? 192 : e.extents().get(3))));
    }

    /** The same as the last time, mostly: the parts of a model follow each other. */
    private Known known(int index, boolean inParts) {
        var known = latest.get();
        if (known == null || known.index() != index) {
            known = new Known(index, network(index), Optional.empty());
        }
        if (inParts && known.parts().isEmpty()) {
            known = new Known(index, known.network(), GraphParts.of(known.network()));
        }
        latest = new SoftReference<>(known);
        return known;
    }

    private Computation network(int index) {
        var run = RUNS.get(index);
        var model = run.file().read();
        var graph =
                Pipeline.prepare(model.graph(shapes(model)), run.precision()).graph();
        var d = Draw.of(seed, "models", index, index);
        var inputs = graph.inputs().stream()
                .map(v -> d.uniform(v.type().shape(), -2, 2))
                .toList();
        return new Computation(graph, inputs);
    }
}
