package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Rules M2 to M5: where each element of a result comes from. */
final class MovementOracle implements Oracle {
    /** An element of an input; input -1 stands for the value that a constant pad fills in. */
    private record Source(int input, int element) {}

    /** Says for a position of an output where its element comes from. */
    private interface Origin {
        Source of(int index, int[] at);
    }

    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var results = new ArrayList<Elements>();
        for (int i = 0; i < node.outputs().size(); i++) {
            results.add(result(node, i, inputs, arithmetic));
        }
        return results;
    }

    private static Elements result(Node node, int output, List<Operand> inputs, Arithmetic arithmetic) {
        TensorType y = node.outputs().get(output).type();
        var origin = origin(node, output, inputs);
        var out = Fraction.of(y.scale());
        return new Elements(y.shape().elements(), i -> {
            var source = origin.of(i, Shapes.position(y.shape(), i));
            if (source.input < 0) {
                return Scaling.steps(Fraction.of(((Pad) node.operator()).value()), out, arithmetic);
            }
            var x = inputs.get(source.input);
            return Scaling.moved(x.code(source.element), x.scale(), out, arithmetic);
        });
    }

    private static Origin origin(Node node, int output, List<Operand> inputs) {
        var x = inputs.getFirst().type().shape();
        return switch (node.operator()) {
            case Concat c -> (index, at) -> concatenated(Shapes.axis(x, c.axis()), inputs, at);
            case Stack s -> (index, at) -> stacked(s.axis() < 0 ? s.axis() + x.rank() + 1 : s.axis(), x, at);
            case Split s ->
                (index, at) -> {
                    int axis = Shapes.axis(x, s.axis());
                    for (int i = 0; i < output; i++) {
                        at[axis] += s.sections().get(i);
                    }
                    return new Source(0, Shapes.index(x, at));
                };
            case Slice s ->
                (index, at) -> {
                    for (int i = 0; i < s.axes().size(); i++) {
                        int axis = s.axes().get(i);
                        at[axis] = s.starts().get(i) + at[axis] * s.strides().get(i);
                    }
                    return new Source(0, Shapes.index(x, at));
                };
            case Transpose t ->
                (index, at) -> {
                    var from = new int[at.length];
                    for (int i = 0; i < at.length; i++) {
                        from[t.permutation().get(i)] = at[i];
                    }
                    return new Source(0, Shapes.index(x, from));
                };
            case Pad p -> (index, at) -> padded(p, x, at);
            case Reshape r -> (index, at) -> new Source(0, index);
            case Flatten r -> (index, at) -> new Source(0, index);
            case Squeeze r -> (index, at) -> new Source(0, index);
            case Unsqueeze r -> (index, at) -> new Source(0, index);
            case Identity r -> (index, at) -> new Source(0, index);
            default -> throw new IllegalArgumentException(node.label());
        };
    }

    private static Source concatenated(int axis, List<Operand> inputs, int[] at) {
        int input = 0;
        while (at[axis] >= inputs.get(input).extent(axis)) {
            at[axis] -= inputs.get(input++).extent(axis);
        }
        return new Source(input, Shapes.index(inputs.get(input).type().shape(), at));
    }

    private static Source stacked(int axis, Shape x, int[] at) {
        var rest = new int[x.rank()];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = at[i < axis ? i : i + 1];
        }
        return new Source(at[axis], Shapes.index(x, rest));
    }

    /** M4. */
    private static Source padded(Pad pad, Shape x, int[] at) {
        var from = new int[at.length];
        for (int i = 0; i < at.length; i++) {
            int n = x.extent(i);
            int p = at[i] - pad.before().get(i);
            if (p < 0 || p >= n) {
                switch (pad.mode()) {
                    case CONSTANT -> {
                        return new Source(-1, 0);
                    }
                    case EDGE -> p = p < 0 ? 0 : n - 1;
                    case REFLECT -> p = p < 0 ? -p : 2 * (n - 1) - p;
                    case CIRCULAR -> p = Math.floorMod(p, n);
                }
            }
            from[i] = p;
        }
        return new Source(0, Shapes.index(x, from));
    }
}
