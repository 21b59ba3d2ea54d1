package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.judge.Layers;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whole models on drawn inputs, in each precision that they are made for. Every run has the same cases: those of a model
 * that is not there are skipped and say so.
 */
public final class ModelCases implements CaseSource {
    /** Indices of a rule; models that are added later keep those of earlier ones. */
    private static final int BLOCK = 1000;

    private record Run(ModelFile file, Precision precision) {}

    private static final List<Run> RUNS = Stream.of(
                    quantized(ModelFile.bundled("fashion_int8", "fashion/model_int8/__model__")),
                    plain(ModelFile.bundled("fashion_fp32", "fashion/model_fp32/model.pdmodel")),
                    quantized(outside("mobilenet_v1_int8_224.zip")),
                    plain(outside("mobilenet_v1_fp32_224.zip")),
                    quantized(outside("shufflenet_v2_int8_224.zip")),
                    plain(outside("cifar_resnet32_fp32.zip")),
                    plain(outside("ppocr_mobile_v2.0_cls_opt.nb")))
            .flatMap(s -> s)
            .toList();

    private static final List<Rule> RULES = List.of(
            rule("W1", "A model gives the definition's results as a whole."),
            rule("W2", "Every layer of a model gives the definition's results on the definition's inputs."));

    private final long seed;

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
        return IntStream.range(0, RULES.size())
                .boxed()
                .flatMap(rule -> IntStream.range(0, RUNS.size())
                        .mapToObj(run -> new ConformanceCase(
                                "models#" + (rule * BLOCK + run), RULES.get(rule), () -> body(rule, run))));
    }

    private CaseBody body(int rule, int index) {
        var run = RUNS.get(index);
        var absence = run.file().absence();
        if (absence.isPresent()) {
            return (Judgement) backend -> new CaseResult.Skipped(absence.get());
        }
        var network = network(run, index);
        return rule == 0 ? network : (Judgement) backend -> Layers.judge(backend, network);
    }

    private Computation network(Run run, int index) {
        var graph = Pipeline.prepare(run.file().read().graph(), run.precision()).graph();
        var d = Draw.of(seed, "models", index, index);
        var inputs = graph.inputs().stream()
                .map(v -> d.uniform(v.type().shape(), -2, 2))
                .toList();
        return new Computation(graph, inputs);
    }
}
