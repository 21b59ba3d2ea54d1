package dev.touchstone.conformance.report;

import dev.touchstone.conformance.Evidence;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** By how much the elements of a result differ, as far as a person can look at them. */
record Picture(List<Double> differences, int columns) {
    static final Picture NONE = new Picture(List.of(), 1);

    private static final int MOST = 4096;

    static Picture of(Evidence evidence) {
        var expected = evidence.expected().get(evidence.output());
        var actual = evidence.actual().get(evidence.output());
        int rank = expected.shape().rank();
        int columns = rank == 0 ? 1 : expected.shape().extent(rank - 1);
        int n = Math.min(expected.shape().elements(), Math.max(1, MOST / columns) * columns);
        if (columns > MOST) {
            return NONE;
        }
        var differences = new ArrayList<Double>(n);
        for (int i = 0; i < n; i++) {
            double e = number(expected, i);
            double a = number(actual, i);
            boolean same = e == a || (Double.isNaN(e) && Double.isNaN(a));
            double difference = a - e;
            differences.add(same ? 0.0 : Double.isFinite(difference) ? difference : Math.copySign(1e30, difference));
        }
        return new Picture(differences, columns);
    }

    private static double number(Tensor tensor, int i) {
        return switch (tensor.type().dataType()) {
            case FLOAT32 -> tensor.toFloats()[i];
            case INT8 -> tensor.toBytes()[i];
            case UINT8, BOOL -> tensor.toBytes()[i] & 0xff;
            case INT32 -> tensor.toInts()[i];
            case INT64 -> tensor.toLongs()[i];
        };
    }
}
