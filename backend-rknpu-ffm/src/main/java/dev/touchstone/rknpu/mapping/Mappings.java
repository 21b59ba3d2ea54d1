package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support;
import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Div;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Max;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.Quantization;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of mappings, and what all of them ask of a node. */
public final class Mappings {
    private static final int MAX_RANK = 4;

    private final Limits limits;

    /** For one library and one user. */
    public Mappings(Limits limits) {
        this.limits = limits;
    }

    /** Whether the device can run a node. */
    public Support supports(Node node) {
        return refusal(node).<Support>map(r -> r).orElse(Support.SUPPORTED);
    }

    Mapping of(Node node) {
        return find(node.operator())
                .orElseThrow(() -> new IllegalArgumentException(node.label() + " has no mapping to the device"));
    }

    private Optional<Unsupported> refusal(Node node) {
        return switch (node.operator()) {
            case Quantize q -> types(Stream.of(node.output()));
            case Dequantize d -> types(Stream.of(node.input(0))).or(() -> variable(node.input(0)));
            default -> {
                var mapping = find(node.operator());
                if (mapping.isEmpty()) {
                    yield Mapping.refuse(
                            "OPERATOR",
                            "operator",
                            "what librknpu_ddk implements and this backend maps to it",
                            node.operator().name(),
                            "");
                }
                yield types(Stream.concat(activations(node), node.outputs().stream()))
                        .or(() -> mapping.get().refusal(node, limits));
            }
        };
    }

    private static Optional<Unsupported> variable(Value value) {
        return value.isConstant()
                ? Mapping.refuse("CONSTANT", "input", "a variable", "a constant", "")
                : Optional.empty();
    }

    private static Stream<Value> activations(Node node) {
        return switch (node.operator()) {
            case Conv2d c -> node.inputs().stream().limit(1);
            case FullyConnected f -> node.inputs().stream().limit(1);
            case BatchNorm b -> node.inputs().stream().limit(1);
            case Prelu p -> node.inputs().stream().limit(1);
            default -> node.inputs().stream();
        };
    }

    private static Optional<Unsupported> types(Stream<Value> values) {
        return values.flatMap(v -> type(v).stream()).findFirst();
    }

    private static Optional<Unsupported> type(Value value) {
        var type = value.type();
        if (!type.isQuantizedInt8() || !(type.quantization() instanceof Quantization.PerTensor)) {
            return Mapping.refuse(
                    "TYPE",
                    "tensor " + value.name(),
                    "int8 with one scale",
                    type,
                    "use precision full-int8 and a model with scales for all tensors");
        }
        if (type.rank() < 1 || type.rank() > MAX_RANK) {
            return Mapping.refuse("RANK", "rank of tensor " + value.name(), "1 to " + MAX_RANK, type.rank(), "");
        }
        return Optional.empty();
    }

    private static Optional<Mapping> find(Operator operator) {
        return Optional.ofNullable(
                switch (operator) {
                    case Conv2d o -> new ConvolutionMapping();
                    case FullyConnected o -> new MatrixMapping();
                    case MatMul o -> new MatrixMapping();
                    case Pool2d o -> new PoolMapping();
                    case Add o -> new BinaryMapping();
                    case Sub o -> new BinaryMapping();
                    case Mul o -> new BinaryMapping();
                    case Max o -> new BinaryMapping();
                    case Div o -> new DivisionMapping();
                    case Relu o -> new ActivationMapping();
                    case Relu6 o -> new ActivationMapping();
                    case LeakyRelu o -> new ActivationMapping();
                    case Sigmoid o -> new ActivationMapping();
                    case Tanh o -> new ActivationMapping();
                    case Abs o -> new ActivationMapping();
                    case Sqrt o -> new ActivationMapping();
                    case Clip o -> new ActivationMapping();
                    case Prelu o -> new PreluMapping();
                    case Scale o -> new ScaleMapping();
                    case Softmax o -> new SoftmaxMapping();
                    case BatchNorm o -> new BatchNormMapping();
                    case L2Norm o -> new L2NormMapping();
                    case Concat o -> new ConcatMapping();
                    case Reshape o -> new ReshapeMapping();
                    case Flatten o -> new ReshapeMapping();
                    case Squeeze o -> new ReshapeMapping();
                    case Unsqueeze o -> new ReshapeMapping();
                    case Identity o -> new ReshapeMapping();
                    case Requantize o -> new ReshapeMapping();
                    case Transpose o -> new TransposeMapping();
                    case Slice o -> new SliceMapping();
                    case Split o -> new SplitMapping();
                    case Pad o -> new PadMapping();
                    case Reduce o -> new ReduceMapping();
                    default -> null;
                });
    }
}
