package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.conformance.judge.Witnessed;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rule N12: what an operator makes of int8 with zero point 0 it makes of the same numbers in uint8 with zero point 128.
 * Cases are int8 cases of the operators, restated; what is right is the definition's int8 result.
 *
 * <p>The operators are those whose types admit uint8. Products, pools, norms, softmax and the conversions between int8
 * and float32 ask for int8, so that no graph can hold their twins.
 */
public final class Uint8Cases implements CaseSource {
    private static final int EACH = 10;
    private static final int ZERO_POINT = 128;

    static final List<String> OPERATORS = List.of(
            ("abs add arg_max ceil clip concat div elu exp flatten floor gelu hard_sigmoid hard_swish identity leaky_relu"
                            + " log max min mish mul pad pow reciprocal reduce relu relu6 reshape resize round rsqrt scale"
                            + " sigmoid slice softplus split sqrt square squeeze stack sub swish tanh transpose unsqueeze")
                    .split(" "));

    private static final Rule RULE = RuleBook.standard().rule("numbers/N12");

    private final long seed;

    /** Restates cases drawn with this seed; 0 is the published suite. */
    public Uint8Cases(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return "uint8";
    }

    @Override
    public List<Rule> rules() {
        return List.of(RULE);
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, OPERATORS.size() * EACH)
                .mapToObj(i -> new ConformanceCase("uint8#" + i, RULE, () -> body(i)));
    }

    private CaseBody body(int index) {
        var operator = OPERATORS.get(index / EACH);
        var cases = Operators.sources(seed).stream()
                .filter(s -> s.name().equals(operator))
                .flatMap(CaseSource::cases)
                .toList();
        int first = index % EACH * cases.size() / EACH;
        return IntStream.range(0, cases.size())
                .mapToObj(i -> cases.get((first + i) % cases.size()))
                .flatMap(c -> c.computation().stream())
                .filter(Uint8Cases::isInt8)
                .findFirst()
                .map(c -> new Witnessed(restated(c)))
                .orElseThrow(() -> new NoSuchElementException(operator + " has no case of one int8 node"));
    }

    private static boolean isInt8(Computation computation) {
        return computation.graph().nodes().size() == 1
                && computation.graph().inputs().stream().anyMatch(v -> v.type().isQuantizedInt8());
    }

    private static Computation restated(Computation int8) {
        var graph = int8.graph();
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(v -> builder.input(restated(v)));
        for (var node : graph.nodes()) {
            builder.add(new Node(node.name(), node.operator(), all(node.inputs()), all(node.outputs())));
        }
        graph.outputs().forEach(v -> builder.output(restated(v)));
        return new Computation(
                builder.build(),
                int8.inputs().stream().map(Uint8Cases::restated).toList(),
                ComputationJudge.definition(int8).stream()
                        .map(Uint8Cases::restated)
                        .toList(),
                0);
    }

    private static List<Value> all(List<Value> values) {
        return values.stream().map(Uint8Cases::restated).toList();
    }

    private static Value restated(Value value) {
        var constant = value.constant();
        return constant == null
                ? Value.variable(value.name(), restated(value.type()))
                : Value.constant(value.name(), restated(constant));
    }

    private static TensorType restated(TensorType type) {
        return type.isQuantizedInt8()
                ? new TensorType(DataType.UINT8, type.shape(), new Quantization.PerTensor(type.scale(), ZERO_POINT))
                : type;
    }

    private static Tensor restated(Tensor tensor) {
        if (!tensor.type().isQuantizedInt8()) {
            return tensor;
        }
        var bytes = tensor.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bytes[i] + ZERO_POINT);
        }
        return Tensor.of(restated(tensor.type()), bytes);
    }
}
