package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.ReduceKernel;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Reduce;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.stream.IntStream;

/** Reductions: what is reduced becomes the rows of a matrix, in the input's order, and what stays its columns. */
final class ReduceStages {
    private static final int PARTS = 16;

    private final Assembly assembly;

    ReduceStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void add(Node node, Reduce reduce) {
        var shape = node.input(0).type().shape();
        boolean[] reduced = reduce.reduced(shape);
        int[] order = IntStream.concat(
                        IntStream.range(0, shape.rank()).filter(i -> reduced[i]),
                        IntStream.range(0, shape.rank()).filter(i -> !reduced[i]))
                .toArray();
        var permuted = Shape.of(IntStream.of(order).map(shape::extent).toArray());
        int columns = node.output().type().shape().elements();
        int rows = shape.elements() / columns;
        boolean real = node.input(0).type().isFloat();
        int element = real ? 4 : 1;
        ByteForm form = real ? null : ByteForm.SIGNED;
        var matrix = assembly.allocate(new Layout.Dense(permuted, element), form);
        new Move(
                        assembly,
                        Side.of(assembly.get(node.input(0))).permuted(order),
                        Side.of(matrix),
                        permuted.toArray(),
                        null)
                .add(node);
        var line = assembly.allocate(new Layout.Dense(Shape.of(columns), element), form);
        var kernel = new ReduceKernel(kind(node, reduce, rows), rows, columns * element);
        int group = kernel.kind().columns(assembly.machine().width());
        var calls = new ArrayList<Call>();
        Pieces.split((columns + group - 1) / group, PARTS, (begin, count) -> {
            int at = begin * group * element;
            calls.add(Call.of(kernel, matrix, at, line, at, 0, count));
        });
        assembly.stage(node, calls);
        var result = assembly.output(node.output());
        var output = node.output().type().shape();
        new Move(
                        assembly,
                        Side.of(Assembly.reshaped(line, output)),
                        Side.of(result),
                        output.toArray(),
                        real || isSum(reduce) ? null : rescale(node))
                .add(node);
    }

    private static boolean isSum(Reduce reduce) {
        return reduce.kind() == Reduce.Kind.SUM || reduce.kind() == Reduce.Kind.MEAN;
    }

    private static Int8Table rescale(Node node) {
        return Int8Table.of(
                x -> x, node.input(0).type().scale(), node.output().type().scale());
    }

    private static ReduceKernel.Kind kind(Node node, Reduce reduce, int rows) {
        if (node.input(0).type().isFloat()) {
            return switch (reduce.kind()) {
                case MEAN -> new ReduceKernel.Kind.RealSum(rows);
                case SUM -> new ReduceKernel.Kind.RealSum(1);
                case PRODUCT -> new ReduceKernel.Kind.RealProduct();
                case MAX -> new ReduceKernel.Kind.RealExtreme(true);
                case MIN -> new ReduceKernel.Kind.RealExtreme(false);
            };
        }
        return switch (reduce.kind()) {
            case MEAN, SUM -> new ReduceKernel.Kind.Sum(factor(node, reduce, rows));
            case MAX -> new ReduceKernel.Kind.Extreme(true);
            case MIN -> new ReduceKernel.Kind.Extreme(false);
            case PRODUCT -> throw new IllegalStateException(node.label() + " is refused");
        };
    }

    /** Rule R2. */
    private static float factor(Node node, Reduce reduce, int rows) {
        double out = node.output().type().scale();
        double divisor = reduce.kind() == Reduce.Kind.MEAN ? out * rows : out;
        return ProductConstants.multiplier((double) node.input(0).type().scale() / divisor);
    }

    /**
     * Checks a node of int8.
     *
     * @throws Refusal if its sums or its factor are out of range, or it is a product
     */
    static void requireInt8(Node node, Reduce reduce) {
        if (reduce.kind() == Reduce.Kind.PRODUCT) {
            throw new Refusal("OPERATOR", "kind", "MEAN, SUM, MAX, MIN", "PRODUCT");
        }
        if (isSum(reduce)) {
            int rows = node.input(0).type().shape().elements()
                    / node.output().type().shape().elements();
            if (127L * rows > Integer.MAX_VALUE) {
                throw new Refusal("ACCUMULATOR", "elements of a sum", "up to 16909320", "" + rows);
            }
            factor(node, reduce, rows);
        }
    }
}
