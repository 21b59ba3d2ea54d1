package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongFunction;

/** Rules P1 to P12 and X1, X3. */
final class PoolOracle implements Oracle {
    /**
     * One window along one axis.
     *
     * @param from first element inside the image
     * @param to the end of those
     * @param window how many the window covers, wherever they are
     * @param counted how many elements an average counts where padding does (P8)
     */
    private record Span(int from, int to, int window, int counted) {
        static Span of(int output, int size, int kernel, int stride, int before) {
            int begin = output * stride - before;
            return new Span(
                    Math.max(begin, 0),
                    Math.min(begin + kernel, size),
                    kernel,
                    Math.min(begin + kernel, size + before) - begin);
        }

        int length() {
            return to - from;
        }
    }

    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var x = inputs.getFirst();
        var y = node.output().type();
        var out = Fraction.of(y.scale());
        int size = y.shape().elements();
        var known = new HashMap<Long, Fraction>();
        LongFunction<Fraction> factors =
                n -> known.computeIfAbsent(n, divisor -> arithmetic.averageFactor(x.scale(), out, divisor));
        return switch (node.operator()) {
            case Pool2d pool ->
                List.of(new Elements(
                        size,
                        i -> pool.kind() == Pool2d.Kind.MAX
                                ? maximum(pool.window(), x, y.shape(), i, out, arithmetic)[0]
                                : average(pool, x, y.shape(), i, factors, arithmetic)));
            case MaxPool2dWithIndex pool ->
                List.of(
                        new Elements(size, i -> maximum(pool.window(), x, y.shape(), i, out, arithmetic)[0]),
                        new Elements(size, i -> maximum(pool.window(), x, y.shape(), i, out, arithmetic)[1]));
            default -> throw new IllegalArgumentException(node.label());
        };
    }

    /** P5, P11; and the place of the first maximum (X1). */
    private static Bounds[] maximum(Window window, Operand x, Shape y, int index, Fraction out, Arithmetic arithmetic) {
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
        boolean beyond = (long) rows.length() * columns.length() < (long) rows.window * columns.window;
        if (beyond && arithmetic.maximum() == Arithmetic.Maximum.WITH_ZERO) {
            most = Math.max(most, 0);
        }
        return new Bounds[] {Scaling.moved(most, x.scale(), out, arithmetic), Bounds.of(place)};
    }

    /** P7 to P9, P12. */
    private static Bounds average(
            Pool2d pool, Operand x, Shape y, int index, LongFunction<Fraction> factors, Arithmetic arithmetic) {
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
        long inside = (long) rows.length() * columns.length();
        long window = (long) rows.window * columns.window;
        if (arithmetic.padding() == Arithmetic.Padding.LOWEST_CODE && padded) {
            sum -= 128 * (divisor - inside);
        }
        boolean full = arithmetic.divisor() == Arithmetic.Divisor.FULL_WINDOW;
        return Bounds.of(arithmetic.steps(sum, factors.apply(full ? window : divisor)));
    }

    /** P1 to P3, P9. */
    private static Span span(Window window, Shape x, Shape y, int axis, int output) {
        int size = x.extent(axis);
        return switch (window) {
            case Window.Global() -> new Span(0, size, size, size);
            case Window.Adaptive a -> {
                int from = output * size / y.extent(axis);
                int to = Math.ceilDiv((output + 1) * size, y.extent(axis));
                yield new Span(from, to, to - from, Integer.MIN_VALUE);
            }
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
