package dev.touchstone.conformance.judge;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far float32 sums may lie from the definition's, if they are added in another order or with fused multiply-adds.
 *
 * <p>A sum of k products in any order errs by at most {@code g = k u / (1 - k u)} times the sum of the products'
 * magnitudes, u being half a unit in the last place of 1. The definition's own sum errs as much, so results lie within
 * twice that of each other. The magnitudes are summed by the definition itself, on the magnitudes of all operands. Where
 * that of finite operands overflows, the order decides whether a sum is finite, infinite or NaN, and all are admitted; else
 * infinities and NaN among the operands give the same in every order. An activation stretches a distance at most by its steepest slope, and rounds by itself.
 */
final class FloatSums implements Difference.Admitted {
    private final double[] wanted;
    private final double[] magnitudes;
    private final double[] finite;
    private final double unit;
    private final int terms;
    private final double slope;

    private FloatSums(double[] wanted, double[] magnitudes, double[] finite, double unit, int terms, double slope) {
        this.wanted = wanted;
        this.magnitudes = magnitudes;
        this.finite = finite;
        this.unit = unit;
        this.terms = terms;
        this.slope = slope;
    }

    /** The bounds of a computation; empty if it is no sum of float32, or the profile leaves its order no freedom. */
    static Optional<FloatSums> of(
            NumericProfile.Accumulation accumulation, Computation computation, List<Tensor> expected) {
        var graph = computation.graph();
        double unit = unit(accumulation);
        if (unit == 0 || graph.nodes().size() != 1 || !isFloat(graph.nodes().getFirst())) {
            return Optional.empty();
        }
        var node = graph.nodes().getFirst();
        int terms = terms(node);
        if (terms == 0) {
            return Optional.empty();
        }
        return Optional.of(new FloatSums(
                Difference.numbers(expected.getFirst()),
                magnitudes(computation, true),
                magnitudes(computation, false),
                unit,
                terms,
                slope(node.operator())));
    }

    /** The sums of the magnitudes of all products, or of those of finite operands. */
    private static double[] magnitudes(Computation computation, boolean all) {
        var graph = computation.graph();
        var inputs = computation.inputs().stream().map(t -> magnitude(t, all)).toList();
        var of = ofMagnitudes(graph, graph.nodes().getFirst(), all);
        return Difference.numbers(
                ComputationJudge.definition(new Computation(of, inputs)).getFirst());
    }

    private static double unit(NumericProfile.Accumulation accumulation) {
        return switch (accumulation) {
            case STATED_ORDER -> 0;
            case STATED_ORDER_FMA, BLOCKED -> 0x1p-24;
            case HALF_PRECISION, UNKNOWN -> 0x1p-11;
        };
    }

    /** Whether a node adds float32 numbers in an order that a profile may change. */
    static boolean isSum(Node node) {
        return isFloat(node) && terms(node) > 0;
    }

    private static boolean isFloat(Node node) {
        return node.output().type().isFloat()
                && node.inputs().stream().allMatch(v -> v.type().isFloat());
    }

    /** How many numbers are added, the bias included, and one for a division; 0 for what is no sum. */
    private static int terms(Node node) {
        var x = node.input(0).type().shape();
        return switch (node.operator()) {
            case Conv2d o -> node.input(1).type().shape().product(1, 4) + 1;
            case FullyConnected o -> node.input(1).type().shape().extent(0) + 1;
            case MatMul o -> x.extent(x.rank() - (o.transposeX() ? 2 : 1)) + 1;
            case Pool2d o when o.kind() == Pool2d.Kind.AVERAGE -> window(o.window(), x) + 1;
            case Reduce o
            when o.kind() == Reduce.Kind.SUM || o.kind() == Reduce.Kind.MEAN ->
                x.elements() / node.output().type().shape().elements() + 1;
            case Operator o -> 0;
        };
    }

    private static int window(Window window, Shape x) {
        return switch (window) {
            case Window.Global w -> x.extent(2) * x.extent(3);
            case Window.Adaptive(Hw out) ->
                (Math.ceilDiv(x.extent(2), out.h()) + 1) * (Math.ceilDiv(x.extent(3), out.w()) + 1);
            case Window.Sliding w -> w.kernel().h() * w.kernel().w();
        };
    }

    private static double slope(Operator operator) {
        return switch (operator) {
            case Conv2d o -> slope(o.activation());
            case FullyConnected o -> slope(o.activation());
            case Operator o -> 1;
        };
    }

    /** The steepest slope of an activation. That of hard_swish is 2 t + offset on its ramp, threshold above, over scale. */
    private static double slope(Activation activation) {
        return switch (activation) {
            case Activation.None a -> 1;
            case Activation.Relu a -> 1;
            case Activation.Relu6 a -> 1;
            case Activation.LeakyRelu(float alpha) -> Math.max(1, Math.abs(alpha));
            case Activation.HardSwish(float threshold, float scale, float offset) ->
                Math.max(Math.abs(offset), Math.max(Math.abs(2.0 * threshold - offset), Math.abs(threshold)))
                        / Math.abs(scale);
        };
    }

    private static Graph ofMagnitudes(Graph graph, Node node, boolean all) {
        var builder = new GraphBuilder(graph.name());
        var inputs = new ArrayList<Value>();
        graph.inputs().forEach(builder::input);
        for (var value : node.inputs()) {
            var constant = value.constant();
            inputs.add(constant == null ? value : Value.constant(value.name(), magnitude(constant, all)));
        }
        builder.add(new Node(node.name(), withoutActivation(node.operator()), inputs, node.outputs()));
        graph.outputs().forEach(builder::output);
        return builder.build();
    }

    private static Operator withoutActivation(Operator operator) {
        return switch (operator) {
            case Conv2d o -> new Conv2d(o.stride(), o.padding(), o.dilation(), o.groups(), new Activation.None());
            case FullyConnected o -> new FullyConnected(o.rows(), new Activation.None());
            case MatMul o -> new MatMul(o.transposeX(), o.transposeY(), Math.abs(o.alpha()));
            case Operator o -> o;
        };
    }

    private static Tensor magnitude(Tensor tensor, boolean all) {
        var numbers = tensor.toFloats();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = all || Float.isFinite(numbers[i]) ? Math.abs(numbers[i]) : 0;
        }
        return Tensor.of(tensor.type(), numbers);
    }

    @Override
    public boolean admits(int index, double found) {
        if (Difference.same(wanted[index], found)) {
            return true;
        }
        // Where finite operands overflow, order and fusing decide what comes of it.
        return !Double.isFinite(finite[index])
                || (Double.isFinite(magnitudes[index]) && Math.abs(wanted[index] - found) <= bound(index));
    }

    private double bound(int index) {
        double error = terms * unit / (1 - terms * unit);
        // The sum of magnitudes was rounded as well; an activation rounds up to four times.
        return slope * 2 * error * magnitudes[index] * (1 + 2 * error)
                + 8 * unit * Math.abs(wanted[index])
                + Float.MIN_VALUE * (terms + 1);
    }

    @Override
    public String text(int index) {
        return (float) wanted[index] + " within " + (float) bound(index) + ", which any order of adding keeps";
    }
}
