package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Resize;
import java.util.List;

/** Rules I1 to I5. */
final class ResizeOracle implements Oracle {
    private static final Fraction HALF = Fraction.ONE.scaled(-1);

    /** The two elements of an axis that a position lies between, and the weight of the second. */
    private record Place(int first, int second, Fraction weight) {
        Fraction rest() {
            return Fraction.ONE.minus(weight).float32();
        }
    }

    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var resize = (Resize) node.operator();
        var x = inputs.getFirst();
        var y = node.output().type();
        var out = Fraction.of(y.scale());
        boolean same = x.type().shape().equals(y.shape());
        return List.of(new Elements(y.shape().elements(), i -> {
            var at = Shapes.position(y.shape(), i);
            if (same) {
                return Scaling.moved(x.code(i), x.scale(), out, arithmetic);
            }
            var row = place(resize, x.extent(2), y.shape().extent(2), 0, at[2]);
            var column = place(resize, x.extent(3), y.shape().extent(3), 1, at[3]);
            return resize.method() == Resize.Method.NEAREST
                    ? Scaling.moved(code(x, at, row.first, column.first), x.scale(), out, arithmetic)
                    : Bounds.of(blended(x, at, row, column)
                            .times(arithmetic
                                    .factor(List.of(x.scale()), List.of(out))
                                    .float32())
                            .float32());
        }));
    }

    private static int code(Operand x, int[] at, int row, int column) {
        return x.code(Shapes.index(x.type().shape(), at[0], at[1], row, column));
    }

    /** I3: four products, added from left to right. */
    private static Fraction blended(Operand x, int[] at, Place row, Place column) {
        var sum = part(code(x, at, row.first, column.first), row.rest(), column.rest());
        sum = sum.plus(part(code(x, at, row.second, column.first), row.weight, column.rest()))
                .float32();
        sum = sum.plus(part(code(x, at, row.first, column.second), row.rest(), column.weight))
                .float32();
        return sum.plus(part(code(x, at, row.second, column.second), row.weight, column.weight))
                .float32();
    }

    private static Fraction part(int code, Fraction row, Fraction column) {
        return Fraction.of(code).times(row).float32().times(column).float32();
    }

    private static Place place(Resize resize, int in, int out, int axis, int position) {
        return at(resize, in, ratio(resize, in, out, axis), position);
    }

    /** I1. */
    private static Fraction ratio(Resize resize, int in, int out, int axis) {
        if (out == 1) {
            return Fraction.ZERO;
        }
        if (resize.coordinates() == Resize.Coordinates.ALIGN_CORNERS) {
            return Fraction.of(in - 1).over(Fraction.of(out - 1)).float32();
        }
        return resize.scales().isEmpty()
                ? Fraction.of(in).over(Fraction.of(out)).float32()
                : Fraction.ONE.over(Fraction.of(resize.scales().get(axis))).float32();
    }

    private static Place at(Resize resize, int in, Fraction ratio, int position) {
        if (resize.method() == Resize.Method.NEAREST) {
            var product = ratio.times(Fraction.of(position)).float32();
            boolean corners = resize.coordinates() == Resize.Coordinates.ALIGN_CORNERS;
            int index =
                    (corners ? product.plus(HALF).float64() : product).floor().intValueExact();
            return new Place(Math.min(index, in - 1), 0, Fraction.ZERO);
        }
        boolean half = resize.coordinates() == Resize.Coordinates.HALF_PIXEL;
        var p = half
                ? ratio.times(Fraction.of(position).plus(HALF))
                        .float64()
                        .minus(HALF)
                        .float64()
                        .float32()
                : ratio.times(Fraction.of(position)).float32();
        var inside = p.max(Fraction.ZERO);
        int first = Math.min(inside.floor().intValueExact(), in - 1);
        int second = Math.min(first + 1, in - 1);
        return new Place(first, second, inside.minus(Fraction.of(first)).float32());
    }
}
