package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Scale;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How far int8 results of {@code batch_norm} and {@code scale} lie from the rules' if factors are int8 codes with one scale,
 * the greatest being 127, offsets whole steps of the products, and at most four numbers on the way are rounded to float32.
 */
public final class CoefficientErrors {
    private static final int LARGEST = 127;

    /** Four times half a unit in the last of 24 bits. */
    private static final int FOUR_ROUNDINGS = -22;

    private CoefficientErrors() {}

    /** Whether a node has a factor and an offset. */
    public static boolean concern(Node node) {
        return node.operator() instanceof BatchNorm || node.operator() instanceof Scale;
    }

    /**
     * What is admitted around what rules admit.
     *
     * @param operands what the node reads, all with a value
     * @param elements which elements of the node's result the steps are of
     * @param steps of these elements, unrounded
     */
    public static Bounds[] widen(Node node, List<Tensor> operands, IntUnaryOperator elements, Bounds[] steps) {
        var inputs = operands.stream().map(Operand::of).toList();
        var out = Fraction.of(node.output().type().scale());
        var x = inputs.getFirst();
        var widened = new Bounds[steps.length];
        switch (node.operator()) {
            case BatchNorm norm -> {
                var factors = factors(norm, inputs);
                var greatest = Arrays.stream(factors).map(Fraction::abs).reduce(Fraction.ZERO, Fraction::max);
                var half = greatest.over(Fraction.of(2 * LARGEST));
                for (int i = 0; i < steps.length; i++) {
                    int element = elements.applyAsInt(i);
                    int channel = Shapes.position(x.type().shape(), element)[1];
                    var product = magnitude(x, element).times(factors[channel].abs());
                    var offset = inputs.get(2)
                            .number(channel)
                            .minus(inputs.get(3).number(channel).times(factors[channel]));
                    var codes = magnitude(x, element).plus(x.scale()).times(half);
                    widened[i] = around(steps[i], codes, product.plus(offset.abs()), out);
                }
            }
            case Scale scale -> {
                var factor = Fraction.of(scale.scale()).abs();
                var bias = Fraction.of(scale.bias()).abs();
                var offset = scale.biasAfterScale() ? bias : bias.times(factor);
                for (int i = 0; i < steps.length; i++) {
                    var product = magnitude(x, elements.applyAsInt(i)).times(factor);
                    widened[i] = around(steps[i], Fraction.ZERO, product.plus(offset), out);
                }
            }
            default -> throw new IllegalArgumentException(node + " has no coefficients");
        }
        return widened;
    }

    /** The real number of an element, without its sign. */
    private static Fraction magnitude(Operand x, int index) {
        return Fraction.of(Math.abs(x.code(index))).times(x.scale());
    }

    private static Bounds around(Bounds steps, Fraction codes, Fraction magnitude, Fraction out) {
        var error = codes.plus(magnitude.scaled(FOUR_ROUNDINGS)).over(out);
        return new Bounds(steps.least().minus(error), steps.most().plus(error));
    }

    private static Fraction[] factors(BatchNorm norm, List<Operand> inputs) {
        var factors = new Fraction[inputs.get(1).elements()];
        Arrays.setAll(
                factors,
                c -> inputs.get(1)
                        .number(c)
                        .over(inputs.get(4)
                                .number(c)
                                .plus(Fraction.of(norm.epsilon()))
                                .float64()
                                .sqrt64()));
        return factors;
    }
}
