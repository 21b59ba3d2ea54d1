package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ArgMax;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;

/**
 * The definition of {@link ArgMax}.
 *
 * <p>R4 The result is the lowest index of the largest (smallest) element; NaN is passed over unless all elements are NaN,
 * then it is 0; 0 and -0 are equal. int8 compares the integers.
 */
final class ArgMaxKernel {
    /** The elements of a tensor, compared in place. */
    private interface Elements {
        /** Whether element a comes before element b in the order looked for. */
        boolean better(int a, int b);

        boolean isNaN(int i);
    }

    private ArgMaxKernel() {}

    static Kernel prepare(Node node) {
        var operator = (ArgMax) node.operator();
        var layout = AxisLayout.of(node.input(0).type().shape(), operator.axis());
        boolean largest = operator.kind() == ArgMax.Kind.MAX;
        return (inputs, outputs) -> run(layout, elements(inputs.getFirst(), largest), outputs.getFirst());
    }

    private static void run(AxisLayout layout, Elements x, Tensor y) {
        int step = layout.inner();
        for (int k = 0; k < y.shape().elements(); k++) {
            int start = k / step * layout.length() * step + k % step;
            int best = 0;
            for (int j = 1; j < layout.length(); j++) {
                int at = start + j * step;
                int held = start + best * step;
                if (!x.isNaN(at) && (x.isNaN(held) || x.better(at, held))) {
                    best = j;
                }
            }
            if (y.type().dataType() == DataType.INT32) {
                y.ints()[k] = best;
            } else {
                y.longs()[k] = best;
            }
        }
    }

    private static Elements elements(Tensor x, boolean largest) {
        return switch (x.type().dataType()) {
            case FLOAT32 -> floats(x.floats(), largest);
            case INT32 -> {
                int[] v = x.ints();
                yield ordered((a, b) -> largest ? v[a] > v[b] : v[a] < v[b]);
            }
            case INT64 -> {
                long[] v = x.longs();
                yield ordered((a, b) -> largest ? v[a] > v[b] : v[a] < v[b]);
            }
            case INT8 -> {
                byte[] v = x.bytes();
                yield ordered((a, b) -> largest ? v[a] > v[b] : v[a] < v[b]);
            }
            case UINT8, BOOL -> {
                byte[] v = x.bytes();
                yield ordered((a, b) -> largest ? (v[a] & 255) > (v[b] & 255) : (v[a] & 255) < (v[b] & 255));
            }
        };
    }

    private static Elements floats(float[] v, boolean largest) {
        return new Elements() {
            @Override
            public boolean better(int a, int b) {
                return largest ? v[a] > v[b] : v[a] < v[b];
            }

            @Override
            public boolean isNaN(int i) {
                return Float.isNaN(v[i]);
            }
        };
    }

    private interface Order {
        boolean better(int a, int b);
    }

    private static Elements ordered(Order order) {
        return new Elements() {
            @Override
            public boolean better(int a, int b) {
                return order.better(a, b);
            }

            @Override
            public boolean isNaN(int i) {
                return false;
            }
        };
    }
}
