package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import java.util.List;

/** Rules P1 to P12 and X1, X3. */
final class PoolOracle implements Oracle {
    /**
     * One window along one axis.
     *
     * @param from first element inside the image
     * @param to the end of those
     * @param counted how many elements an average counts where padding does (P8)
     */
    private record Span(int from, int to, int counted) {
        static Span of(int output, int size, int kernel, int stride, int before) {
            int begin = output * stride - before;
            return new Span(
                    Math.max(begin, 0),
                    Math.min(begin + kernel, size),
                    Math.min(begin + kernel, size + before) - begin);
        }

        int length() {
            return to - from;
        }
    }

    @Override
    public List<Bounds[]> results(Node node, List<Operand> inputs) {
        var x = inputs.getFirst();
        var y = node.output().type();
        var out = Fraction.of(y.scale());
        return switch (node.operator()) {
            case Pool2d pool -> {
                var bounds = new Bounds[y.shape().elements()];
                for (int i = 0; i < bounds.length; i++) {
                    bounds[i] = pool.kind() == Pool2d.Kind.MAX
                            ? maximum(pool.window(), x, y.shape(), i, out)[0]
                            : average(pool, x, y.shape(), i, out);
                }
                yield List.<Bounds[]>of(bounds);
            }
            case MaxPool2dWithIndex pool -> {
                var values = new Bounds[y.shape().elements()];
                var indices = new Bounds[values.length];
                for (int i = 0; i < values.length; i++) {
                    var both = maximum(pool.window(), x, y.shape(), i, out);
                    values[i] = both[0];
                    indices[i] = both[1];
                }
                yield List.of(values, indices);
            }
            default -> throw new IllegalArgumentException(node.label());
        };
    }

    /** P5, P11; and the place of the first maximum (X1). */
    private static Bounds[] maximum(Window window, Operand x, Shape y, int index, Fraction out) {
        var at = Shapes.position(y, index);
        var rows = span(window, x.type().shape(), y, 2, at[2]);
        var columns = span(window, x.type().shape(), y, 3, at[3]);
        int most = Integer.MIN_VALUE;
        int place = -1;
        for (int row = rows.from; row < rows.to; row++) {
            for (int column = columns.from; column < columns.to; column++) {
                int code = x.code(Shapes.index(x.type().shape(), at[0], at[1], row, column));
                if (code > most) {
                    most = code;
                    place = row * x.extent(3) + column;
                }
            }
        }
        return new Bounds[] {Scaling.moved(most, x.scale(), out), Bounds.of(place)};
    }

    /** P7 to P9, P12. */
    private static Bounds average(Pool2d pool, Operand x, Shape y, int index, Fraction out) {
        var at = Shapes.position(y, index);
        var rows = span(pool.window(), x.type().shape(), y, 2, at[2]);
        var columns = span(pool.window(), x.type().shape(), y, 3, at[3]);
        long sum = 0;
        for (int row = rows.from; row < rows.to; row++) {
            for (int column = columns.from; column < columns.to; column++) {
                sum += x.code(Shapes.index(x.type().shape(), at[0], at[1], row, column));
            }
        }
        boolean padded = pool.countPadding() && pool.window() instanceof Window.Sliding;
        long divisor = padded ? (long) rows.counted * columns.counted : (long) rows.length() * columns.length();
        return Scaling.requantized(
                sum,
                Scaling.multiplier(x.scale(), out.times(Fraction.of(divisor)).float64()));
    }

    /** P1 to P3, P9. */
    private static Span span(Window window, Shape x, Shape y, int axis, int output) {
        int size = x.extent(axis);
        return switch (window) {
            case Window.Global() -> new Span(0, size, size);
            case Window.Adaptive a ->
                new Span(
                        output * size / y.extent(axis),
                        Math.ceilDiv((output + 1) * size, y.extent(axis)),
                        Integer.MIN_VALUE);
            case Window.Sliding s -> {
                int kernel = axis == 2 ? s.kernel().h() : s.kernel().w();
                int stride = axis == 2 ? s.stride().h() : s.stride().w();
                var p = s.padding();
                int same = Math.max((Math.ceilDiv(size, stride) - 1) * stride + kernel - size, 0);
                boolean explicit = p.mode() == Padding.Mode.EXPLICIT;
                int before = explicit ? axis == 2 ? p.top() : p.left() : p.mode() == Padding.Mode.SAME ? same / 2 : 0;
                int after = explicit
                        ? axis == 2 ? p.bottom() : p.right()
                        : p.mode() == Padding.Mode.SAME ? same - same / 2 : 0;
                int room = size + before + after - kernel;
                Shapes.require("output extent", (s.ceil() ? room + stride - 1 : room) / stride + 1, y.extent(axis));
                yield Span.of(output, size, kernel, stride, before);
            }
        };
    }
}
