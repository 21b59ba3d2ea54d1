package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Pool2d;
import dev.touchstone.tensor.Shape;

/**
 * The definition of {@link Pool2d}: {@link MaxPool} and {@link AveragePool} compute it.
 *
 * <p>P1 The input has rank 4. A global window is the whole image and has no padding, stride or size of its own.
 * <br>P2 SAME padding is that of rule C2 for the window's size, VALID means none, and neither global nor adaptive windows
 * have any.
 * <br>P3 Sliding windows are (size + padding - kernel) / stride + 1 along an axis, in ceil mode (size + padding - kernel +
 * stride - 1) / stride + 1, the divisions truncating; less than one is refused. No window is dropped, wherever it begins.
 * Window i begins at i * stride - padding before.
 * <br>P4 A window may lie wholly outside the image. On float32 its maximum is -3.4028235e38; its average is 0 divided by
 * the divisor of P7 or P8, whose lengths then are 0 or negative: NaN or a zero. On int8 the node is refused.
 * <br>P5 A maximum is taken over the elements inside the image; padding never wins.
 * <br>P6 On float32 it starts at -3.4028235e38 and goes row by row: r = r > x ? r : x, so that a NaN replaces what was
 * there and is replaced by what follows.
 * <br>P7 An average divides by the number of elements inside the image, the product over both axes of
 * min(begin + kernel, size + padding before, size) - max(begin, 0).
 * <br>P8 Where padding counts, it divides by the product over both axes of min(begin + kernel, size + padding before) -
 * begin: the padding before the image bounds the window behind it as well.
 * <br>P9 Adaptive window i of n covers the elements from i * size / n, rounded down, to (i + 1) * size / n, rounded up; an
 * average divides by their number.
 * <br>P10 On float32 an average adds from 0, row by row, and divides once.
 * <br>P11 On int8 a maximum is one of integers; if the scales of input and output differ, it goes through the table of
 * rule N10.
 * <br>P12 On int8 an average is an int32 sum times the float32 nearest to sIn / (sOut * divisor), limited and rounded as
 * N7 says.
 * <br>P13 A window whose int8 sum could exceed int32, that is one of more than 16909320 elements, is refused.
 */
final class Pool2dKernel {
    private Pool2dKernel() {}

    static Kernel prepare(Node node) {
        var pool = (Pool2d) node.operator();
        var shape = node.input(0).type().shape();
        var rows = PoolSpans.rows(pool.window(), shape);
        var columns = PoolSpans.columns(pool.window(), shape);
        requireWindows(node, rows, columns);
        return switch (pool.kind()) {
            case MAX -> MaxPool.prepare(node, rows, columns);
            case AVERAGE -> AveragePool.prepare(node, rows, columns, pool.countPadding());
        };
    }

    /**
     * The int8 half of rule P4.
     *
     * @throws Refusal {@code EMPTY_WINDOW}
     */
    static void requireWindows(Node node, PoolSpans rows, PoolSpans columns) {
        var x = node.input(0).type();
        if (x.isFloat()) {
            return;
        }
        requireReal("row", rows);
        requireReal("column", columns);
    }

    private static void requireReal(String axis, PoolSpans spans) {
        if (spans.firstEmpty() >= 0) {
            throw new Refusal(new Support.Unsupported(
                    "EMPTY_WINDOW",
                    "window of output " + axis + " " + spans.firstEmpty(),
                    "at least one input element on int8",
                    "empty",
                    "use less padding, or no ceil mode"));
        }
    }

    /** Planes of an input of rank 4: images times channels. */
    static int planes(Shape x) {
        return x.product(0, 2);
    }
}
