package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an operator on int8 must give, from the text of the rules alone. */
public interface Oracle {
    /**
     * The elements of each output, row-major; those of int8 in steps that are not rounded yet.
     *
     * @param inputs what the node reads, constants included, in the node's order
     * @param arithmetic the rules', or another one
     */
    List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic);

    /** The results of a node that reads int8 or makes it, int8 elements rounded, as the rules say. */
    static List<Bounds[]> of(Node node, List<Tensor> inputs) {
        return of(node, inputs, Arithmetic.RULES);
    }

    /** The same in another arithmetic. */
    static List<Bounds[]> of(Node node, List<Tensor> inputs, Arithmetic arithmetic) {
        var steps = steps(node, inputs, arithmetic);
        var results = new ArrayList<Bounds[]>();
        for (int i = 0; i < steps.size(); i++) {
            boolean int8 = node.outputs().get(i).type().isQuantizedInt8();
            var elements = new Bounds[steps.get(i).size()];
            for (int e = 0; e < elements.length; e++) {
                var element = steps.get(i).at(e);
                elements[e] = int8 ? element.rounded(arithmetic) : element;
            }
            results.add(elements);
        }
        return results;
    }

    /** The results before int8 elements are rounded, each made when it is asked for. */
    static List<Elements> steps(Node node, List<Tensor> inputs, Arithmetic arithmetic) {
        return new NodeOracle(node, inputs).steps(arithmetic);
    }

    /** Whether a node has rules of int8 that are known here. */
    static boolean knows(Node node) {
        return switch (node.operator()) {
            case Cast o -> false;
            case FakeQuantize o -> false;
            case FakeDequantize o -> false;
            case ShapeOf o -> false;
            default ->
                Stream.concat(node.inputs().stream(), node.outputs().stream())
                        .anyMatch(v -> v.type().isQuantizedInt8());
        };
    }

    /** What knows the rules of a node; serves that node alone, since it may remember what it has computed. */
    static Oracle family(Node node) {
        return switch (node.operator()) {
            case Conv2d o -> new ConvolutionOracle();
            case FullyConnected o -> new MatrixOracle();
            case MatMul o -> new MatrixOracle();
            case Pool2d o -> new PoolOracle();
            case MaxPool2dWithIndex o -> new PoolOracle();
            case Unary o -> new UnaryOracle();
            case Prelu o -> new UnaryOracle();
            case Binary o -> new BinaryOracle();
            case Softmax o -> new NormOracle();
            case BatchNorm o -> new NormOracle();
            case L2Norm o -> new NormOracle();
            case PNorm o -> new NormOracle();
            case Reduce o -> new ReduceOracle();
            case ArgMax o -> new ReduceOracle();
            case Resize o -> new ResizeOracle();
            case Concat o -> new MovementOracle();
            case Split o -> new MovementOracle();
            case Slice o -> new MovementOracle();
            case Stack o -> new MovementOracle();
            case Transpose o -> new MovementOracle();
            case Pad o -> new MovementOracle();
            case Reshape o -> new MovementOracle();
            case Flatten o -> new MovementOracle();
            case Squeeze o -> new MovementOracle();
            case Unsqueeze o -> new MovementOracle();
            case Identity o -> new MovementOracle();
            case Quantize o -> new ConversionOracle();
            case Dequantize o -> new ConversionOracle();
            case Requantize o -> new ConversionOracle();
            default -> throw new IllegalArgumentException(node.label() + " has no int8 rules");
        };
    }
}
