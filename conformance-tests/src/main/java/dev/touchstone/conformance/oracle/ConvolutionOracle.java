package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Padding;
import java.util.List;

/** Rules C1 to C12. Index names: n image, m output channel, c channel of the group, i, j output, u, v filter. */
final class ConvolutionOracle implements Oracle {
    /** One axis of the image: where windows begin, and how far apart their taps are (C2, C3). */
    private record Axis(int size, int kernel, int stride, int dilation, int before) {
        static Axis of(
                Padding.Mode mode, int size, int kernel, int stride, int dilation, int before, int after, int outputs) {
            int total = switch (mode) {
                case EXPLICIT -> before + after;
                case VALID -> 0;
                case SAME -> Math.max((Math.ceilDiv(size, stride) - 1) * stride + kernel - size, 0);
            };
            int begin = switch (mode) {
                case EXPLICIT -> before;
                case VALID -> 0;
                case SAME -> total / 2;
            };
            int apart = mode == Padding.Mode.SAME ? 1 : dilation;
            Shapes.require("output extent", (size + total - (apart * (kernel - 1L) + 1)) / stride + 1, outputs);
            return new Axis(size, kernel, stride, apart, begin);
        }

        int at(int output, int tap) {
            return output * stride - before + tap * dilation;
        }

        boolean holds(int at) {
            return at >= 0 && at < size;
        }
    }

    private final Sums sums = new Sums();
    private final Sums sumsOverLowest = new Sums();

    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var conv = (Conv2d) node.operator();
        var x = inputs.get(0);
        var w = inputs.get(1);
        var y = node.output().type();
        var p = conv.padding();
        var rows = Axis.of(
                p.mode(),
                x.extent(2),
                w.extent(2),
                conv.stride().h(),
                conv.dilation().h(),
                p.top(),
                p.bottom(),
                y.shape().extent(2));
        var columns = Axis.of(
                p.mode(),
                x.extent(3),
                w.extent(3),
                conv.stride().w(),
                conv.dilation().w(),
                p.left(),
                p.right(),
                y.shape().extent(3));
        var results =
                new ProductResults(x, w, inputs.size() > 2 ? inputs.get(2) : null, conv.activation(), y, arithmetic);
        boolean lowest = arithmetic.padding() == Arithmetic.Padding.LOWEST_CODE;
        var known = lowest ? sumsOverLowest : sums;
        return List.of(new Elements(y.shape().elements(), index -> {
            var at = Shapes.position(y.shape(), index);
            return results.of(
                    at[1], known.of(index, i -> sum(x, w, conv.groups(), at, rows, columns, lowest ? -128 : 0)));
        }));
    }

    /** C4, C5, C7. */
    private static long sum(Operand x, Operand w, int groups, int[] at, Axis rows, Axis columns, int outside) {
        int m = at[1];
        int group = w.extent(1);
        int first = m / (w.extent(0) / groups) * group;
        long sum = 0;
        for (int c = 0; c < group; c++) {
            for (int u = 0; u < rows.kernel; u++) {
                int row = rows.at(at[2], u);
                int weights = ((m * group + c) * rows.kernel + u) * columns.kernel;
                int line = ((at[0] * x.extent(1) + first + c) * rows.size + row) * columns.size;
                for (int v = 0; v < columns.kernel; v++) {
                    int column = columns.at(at[3], v);
                    boolean inside = rows.holds(row) && columns.holds(column);
                    sum += (long) w.code(weights + v) * (inside ? x.code(line + column) : outside);
                }
            }
        }
        return sum;
    }
}
