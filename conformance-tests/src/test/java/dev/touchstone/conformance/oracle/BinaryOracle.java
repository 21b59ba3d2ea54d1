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
import java.util.List;

/** Rules E1, E3 to E7, E10. */
final class BinaryOracle implements Oracle {
    @Override
    public List<Bounds[]> results(Node node, List<Operand> inputs) {
        var operator = (Binary) node.operator();
        var a = inputs.get(0);
        var b = inputs.get(1);
        var y = node.output().type();
        var formula = new Formula(operator, a.scale(), b.scale(), Fraction.of(y.scale()));
        var bounds = new Bounds[y.shape().elements()];
        for (int i = 0; i < bounds.length; i++) {
            var at = Shapes.position(y.shape(), i);
            bounds[i] = formula.of(
                    a.code(element(a.type().shape(), b.type().shape(), operator.axis(), at)),
                    b.code(element(b.type().shape(), a.type().shape(), operator.axis(), at)));
        }
        return List.<Bounds[]>of(bounds);
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

        Formula(Binary operator, Fraction sa, Fraction sb, Fraction out) {
            this.operator = operator;
            this.sa = sa;
            this.sb = sb;
            this.out = out;
            ma = Scaling.multiplier(sa, out);
            mb = Scaling.multiplier(sb, out);
            mProduct = Scaling.multiplier(sa, sb, out);
            mQuotient = Scaling.multiplier(sa, sb.times(out).float64());
        }

        Bounds of(int a, int b) {
            return switch (operator) {
                case Add o -> Bounds.of(real(a, ma).plus(real(b, mb)).float32());
                case Sub o -> Bounds.of(real(a, ma).minus(real(b, mb)).float32());
                case Mul o -> Scaling.requantized((long) a * b, mProduct);
                case Div o -> quotient(a, b);
                case Max o ->
                    oneScale()
                            ? Bounds.of(Math.max(a, b))
                            : Bounds.of(real(a, ma).max(real(b, mb)));
                case Min o ->
                    oneScale()
                            ? Bounds.of(Math.min(a, b))
                            : Bounds.of(real(a, ma).min(real(b, mb)));
                case Pow o ->
                    Functions.power(Fraction.of(a).times(sa), Fraction.of(b).times(sb), out);
            };
        }

        private static Fraction real(int code, Fraction multiplier) {
            return Fraction.of(code).times(multiplier).float32();
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
