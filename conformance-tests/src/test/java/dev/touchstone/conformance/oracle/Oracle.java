package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
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
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What an operator on int8 must give, from the text of the rules alone. */
public interface Oracle {
    /**
     * The elements of each output, row-major; those of int8 in steps that are not rounded yet.
     *
     * @param inputs what the node reads, constants included, in the node's order
     */
    List<Bounds[]> results(Node node, List<Operand> inputs);

    /** The results of a node that reads int8 or makes it. */
    static List<Bounds[]> of(Node node, List<Tensor> inputs) {
        return of(node, inputs, Rounding.RULE);
    }

    /** The same, but with another rounding at the end of all int8 results. */
    static List<Bounds[]> of(Node node, List<Tensor> inputs, Rounding rounding) {
        var operands = inputs.stream().map(Operand::of).toList();
        var results = family(node).results(node, operands);
        for (int i = 0; i < results.size(); i++) {
            if (node.outputs().get(i).type().isQuantizedInt8()) {
                var steps = results.get(i);
                Arrays.setAll(steps, e -> steps[e].rounded(rounding));
            }
        }
        return results;
    }

    private static Oracle family(Node node) {
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
