package dev.touchstone.paddle.lowering;

import dev.touchstone.graph.Value;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import java.util.Arrays;
import java.util.List;

/** {@code norm}, {@code p_norm}. */
final class NormLowering {
    private NormLowering() {}

    /** The divisor is an output too, which few programs read; it is then computed a second time. */
    static Lowering.Step norm(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var divisor = op.outputIfRead("Norm");
        int axis = op.integer("axis");
        float epsilon = op.real("epsilon", 1e-10f);
        var normalize = new L2Norm(axis, epsilon);
        return nodes -> {
            var input = nodes.value(x);
            nodes.emit(out, normalize, input);
            if (divisor.isPresent()) {
                var squares = nodes.help("squares", new Square(), input);
                var sum = nodes.help("sum", new Reduce(Reduce.Kind.SUM, List.of(axis), true), squares);
                nodes.emit(divisor.get(), new Sqrt(), nodes.help("positive", new Scale(1, epsilon, true), sum));
            }
        };
    }

    static Lowering.Step pNorm(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        float order = op.real("porder", 2f);
        int axis = op.integer("axis", -1);
        boolean keep = op.flag("keepdim", false);
        boolean all = op.flag("asvector", false);
        // The result does not depend on epsilon: it guards the gradient.
        op.real("epsilon", 1e-12f);
        boolean scalars = op.hasScalars();
        return nodes -> {
            var input = nodes.value(x);
            int rank = input.type().rank();
            if (all) {
                var norm = nodes.help(
                        "norm", new PNorm(order, 0, true), nodes.help("flat", new Flatten(List.of()), input));
                var extents = new int[keep ? rank : scalars ? 0 : 1];
                Arrays.fill(extents, 1);
                nodes.emit(out, Shapes.reshape(extents), norm);
            } else {
                // What is left of a vector has one element and, before there were scalars, one axis.
                nodes.emit(out, new PNorm(order, axis, keep || (isVector(input) && !scalars)), input);
            }
        };
    }

    private static boolean isVector(Value value) {
        return value.type().rank() == 1;
    }
}
