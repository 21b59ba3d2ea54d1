package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Softmax;
import dev.touchstone.tensor.Shape;
import java.math.BigInteger;
import java.util.List;

/** Rules S1, S3, S4, B2, B3, L2 and L3. */
final class NormOracle implements Oracle {
    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var x = inputs.getFirst();
        var out = Fraction.of(node.output().type().scale());
        return List.of(Elements.of(
                switch (node.operator()) {
                    case Softmax s -> softmax(x, Shapes.axis(x.type().shape(), s.axis()), out);
                    case BatchNorm b -> batchNorm(b, inputs, out);
                    case L2Norm n -> l2(x, Shapes.axis(x.type().shape(), n.axis()), Fraction.of(n.epsilon()), out);
                    case PNorm n -> p(n, x, node.output().type().shape(), out, arithmetic);
                    default -> throw new IllegalArgumentException(node.label());
                }));
    }

    /** The elements that share all positions but one with an element. */
    private static int[] line(Shape shape, int axis, int index) {
        var at = Shapes.position(shape, index);
        var line = new int[shape.extent(axis)];
        for (int j = 0; j < line.length; j++) {
            at[axis] = j;
            line[j] = Shapes.index(shape, at);
        }
        return line;
    }

    private static Bounds[] softmax(Operand x, int axis, Fraction out) {
        var table = new Bounds[256];
        var bounds = new Bounds[x.elements()];
        for (int i = 0; i < bounds.length; i++) {
            if (Shapes.position(x.type().shape(), i)[axis] == 0) {
                softmax(x, line(x.type().shape(), axis, i), table, out, bounds);
            }
        }
        return bounds;
    }

    /** The elements of one line. */
    private static void softmax(Operand x, int[] line, Bounds[] table, Fraction out, Bounds[] bounds) {
        int most = -128;
        for (int j : line) {
            most = Math.max(most, x.code(j));
        }
        var least = Fraction.ZERO;
        var largest = Fraction.ZERO;
        for (int j : line) {
            var term = term(table, most - x.code(j), x.scale());
            least = least.plus(term.least());
            largest = largest.plus(term.most());
        }
        for (int j : line) {
            var term = term(table, most - x.code(j), x.scale());
            bounds[j] = new Bounds(share(term.least(), largest, out), share(term.most(), least, out));
        }
    }

    private static Fraction share(Fraction term, Fraction sum, Fraction out) {
        return term.over(sum.times(out).float64()).float64();
    }

    /** An exponential in units of {@code 2^-30}, rounded half up. */
    private static Bounds term(Bounds[] table, int distance, Fraction scale) {
        if (table[distance] == null) {
            var e = Functions.exp(Fraction.of(-distance).times(scale)).scaled(30);
            var near = distance == 0 ? Bounds.of(e) : Functions.near(e, e);
            table[distance] = new Bounds(halfUp(near.least()), halfUp(near.most()));
        }
        return table[distance];
    }

    private static Fraction halfUp(Fraction x) {
        return new Fraction(x.plus(Fraction.ONE.scaled(-1)).floor(), BigInteger.ONE);
    }

    private static Bounds[] batchNorm(BatchNorm norm, List<Operand> inputs, Fraction out) {
        var x = inputs.getFirst();
        var bounds = new Bounds[x.elements()];
        for (int i = 0; i < bounds.length; i++) {
            int c = Shapes.position(x.type().shape(), i)[1];
            var root = inputs.get(4)
                    .number(c)
                    .plus(Fraction.of(norm.epsilon()))
                    .float64()
                    .sqrt64();
            var a = inputs.get(1).number(c).over(root).float64();
            var product = inputs.get(3).number(c).times(a).float64();
            var b = inputs.get(2).number(c).minus(product).float64();
            var factor = a.times(x.scale()).float64().over(out).float64().float32();
            var offset = b.over(out).float64().float32();
            bounds[i] = Bounds.of(
                    Fraction.of(x.code(i)).times(factor).float32().plus(offset).float32());
        }
        return bounds;
    }

    private static Bounds[] l2(Operand x, int axis, Fraction epsilon, Fraction out) {
        var bounds = new Bounds[x.elements()];
        for (int i = 0; i < bounds.length; i++) {
            long squares = 0;
            for (int j : line(x.type().shape(), axis, i)) {
                squares += (long) x.code(j) * x.code(j);
            }
            bounds[i] =
                    squares == 0 ? Bounds.of(0) : Bounds.of(normalized(x.code(i), x.scale(), squares, epsilon, out));
        }
        return bounds;
    }

    private static Fraction normalized(int code, Fraction scale, long squares, Fraction epsilon, Fraction out) {
        var sum = scale.times(scale).float64().times(Fraction.of(squares)).float64();
        var root = sum.plus(epsilon).float64().sqrt64();
        var factor = scale.over(root.times(out).float64()).float64();
        return Fraction.of(code).times(factor).float64();
    }

    private static Bounds[] p(PNorm norm, Operand x, Shape result, Fraction out, Arithmetic arithmetic) {
        int axis = Shapes.axis(x.type().shape(), norm.axis());
        var bounds = new Bounds[result.elements()];
        for (int i = 0; i < x.elements(); i++) {
            var at = Shapes.position(x.type().shape(), i);
            if (at[axis] == 0) {
                int inner = x.type().shape().product(axis + 1, x.type().rank());
                int index = i / (inner * x.extent(axis)) * inner + i % inner;
                bounds[index] =
                        Scaling.steps(length(norm.order(), x, line(x.type().shape(), axis, i)), out, arithmetic);
            }
        }
        return bounds;
    }

    private static Bounds length(float order, Operand x, int[] line) {
        var sum = Bounds.of(0);
        var most = Fraction.ZERO;
        var least = Fraction.of(128).times(x.scale());
        for (int j : line) {
            var magnitude = Fraction.of(x.code(j)).times(x.scale()).abs();
            most = most.max(magnitude);
            least = least.min(magnitude);
            sum = plus(sum, term(order, magnitude));
        }
        if (Float.isInfinite(order)) {
            return Bounds.of(order > 0 ? most : least);
        }
        if (order == 0 || order == 1) {
            return sum;
        }
        if (order == 2) {
            return Bounds.of(sum.least().sqrt64());
        }
        var inverse = Fraction.ONE.over(Fraction.of(order)).float64();
        return sum.most().signum() == 0
                ? Bounds.of(0)
                : new Bounds(
                        Functions.power(sum.least(), inverse).least(),
                        Functions.power(sum.most(), inverse).most());
    }

    /** What an element adds; orders 1 and 2 do without powers. */
    private static Bounds term(float order, Fraction magnitude) {
        if (order == 0 || magnitude.signum() == 0 || Float.isInfinite(order)) {
            return Bounds.of(magnitude.signum());
        }
        if (order == 1 || order == 2) {
            return Bounds.of(order == 1 ? magnitude : magnitude.times(magnitude).float64());
        }
        return Functions.power(magnitude, Fraction.of(order));
    }

    private static Bounds plus(Bounds a, Bounds b) {
        return new Bounds(
                a.least().plus(b.least()).float64(), a.most().plus(b.most()).float64());
    }
}
