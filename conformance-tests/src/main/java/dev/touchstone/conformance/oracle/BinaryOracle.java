package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;
import dev.touchstone.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules E1, E3 to E7, E10. */
final class BinaryOracle implements Oracle {
    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var operator = (Binary) node.operator();
        var a = inputs.get(0);
        var b = inputs.get(1);
        var y = node.output().type();
        var formula = new Formula(operator, a.scale(), b.scale(), Fraction.of(y.scale()), arithmetic);
        return List.of(new Elements(y.shape().elements(), i -> {
            var at = Shapes.position(y.shape(), i);
            return formula.of(
                    a.code(element(a.type().shape(), b.type().shape(), operator.axis(), at)),
                    b.code(element(b.type().shape(), a.type().shape(), operator.axis(), at)));
        }));
    }

    /** E1: which element of an operand meets a position of the result. */
    private static int element(Shape shape, Shape other, int axis, int[] at) {
        int start = 0;
        if (shape.rank() < other.rank()) {
            start = axis < 0 ? other.rank() - shape.rank() : axis;
        }
        var position = new int[shape.rank()];
        for (int i = 0; i < position.length; i++) {
            position[i] = shape.extent(i) == 1 ? 0 : at[start + i];
        }
        return Shapes.index(shape, position);
    }

    /** The function of two codes between scales. */
    private static final class Formula {
        private final Binary operator;
        private final Fraction sa;
        private final Fraction sb;
        private final Fraction out;
        private final Fraction ma;
        private final Fraction mb;
        private final Fraction mProduct;
        private final Fraction mQuotient;
        private final Arithmetic arithmetic;
        private final Map<Integer, Bounds> powers = new HashMap<>();

        Formula(Binary operator, Fraction sa, Fraction sb, Fraction out, Arithmetic arithmetic) {
            this.arithmetic = arithmetic;
            this.operator = operator;
            this.sa = sa;
            this.sb = sb;
            this.out = out;
            ma = arithmetic.factor(List.of(sa), List.of(out));
            mb = arithmetic.factor(List.of(sb), List.of(out));
            mProduct = arithmetic.factor(List.of(sa, sb), List.of(out));
            mQuotient = arithmetic.factor(List.of(sa), List.of(sb, out)).float32();
        }

        Bounds of(int a, int b) {
            return switch (operator) {
                case Add o -> Bounds.of(arithmetic.sum(real(a, ma), real(b, mb)));
                case Sub o -> Bounds.of(arithmetic.sum(real(a, ma), real(b, mb).negated()));
                case Mul o -> Bounds.of(arithmetic.steps((long) a * b, mProduct));
                case Div o -> quotient(a, b);
                case Max o ->
                    oneScale()
                            ? Bounds.of(Math.max(a, b))
                            : Bounds.of(real(a, ma).max(real(b, mb)));
                case Min o ->
                    oneScale()
                            ? Bounds.of(Math.min(a, b))
                            : Bounds.of(real(a, ma).min(real(b, mb)));
                case Pow o -> powers.computeIfAbsent(a * 256 + b, codes -> power(a, b));
            };
        }

        private Bounds power(int a, int b) {
            return Functions.power(Fraction.of(a).times(sa), Fraction.of(b).times(sb), out, arithmetic);
        }

        private Fraction real(int code, Fraction multiplier) {
            return arithmetic.steps(code, multiplier);
        }

        private boolean oneScale() {
            return sa.compareTo(out) == 0 && sb.compareTo(out) == 0;
        }

        private Bounds quotient(int a, int b) {
            if (b == 0) {
                return Bounds.of(127L * Integer.signum(a));
            }
            var t = Fraction.of(a).over(Fraction.of(b)).float32().times(mQuotient);
            return Bounds.of(t.float32());
        }
    }
}
