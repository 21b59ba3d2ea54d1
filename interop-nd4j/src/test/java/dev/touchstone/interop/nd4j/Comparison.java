package dev.touchstone.interop.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an operator by the reference and holds the result against an array of ND4J's. */
final class Comparison {
    private static final double UNIT = 0x1p-24;

    private Comparison() {}

    /** Numbers in -1..1. */
    static Tensor random(SplittableRandom random, int... extents) {
        var shape = Shape.of(extents);
        var values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(TensorType.float32(shape), values);
    }

    /** The operator's first result. */
    static Tensor run(Operator operator, Tensor... inputs) {
        var builder = new GraphBuilder("one node");
        var operands = new ArrayList<Value>();
        for (var input : inputs) {
            operands.add(builder.input("in" + operands.size(), input.type()));
        }
        var y = builder.add("node", operator, operands.toArray(Value[]::new));
        builder.output(y);
        var result = Tensor.allocate(y.type());
        try (var backend = new ReferenceBackend();
                var compiled = backend.compile(builder.build())) {
            compiled.run(List.of(inputs), List.of(result), RunMonitor.NONE);
        }
        return result;
    }

    /**
     * Two float32 evaluations of one formula differ by at most what their roundings can add up to.
     *
     * @param roundings on the longest way from an input to the result, for one of the two
     * @param magnitude the same formula on magnitudes, which bounds every intermediate result
     */
    static void assertAgrees(Tensor ours, INDArray theirs, int roundings, INDArray magnitude) {
        assertThat(Shape.of(theirs.shape())).isEqualTo(ours.shape());
        float[] expected = NdArrays.toTensor(theirs).floats();
        float[] most = NdArrays.toTensor(magnitude).floats();
        double room = 2 * roundings * UNIT / (1 - roundings * UNIT);
        for (int i = 0; i < expected.length; i++) {
            double allowed = room * Math.abs(most[i]) + Float.MIN_NORMAL;
            if (!(Math.abs((double) ours.floats()[i] - expected[i]) <= allowed)) {
                throw new AssertionError("element " + i + " of " + ours.type() + " is " + ours.floats()[i]
                        + ", ND4J has " + expected[i] + "; allowed are " + allowed);
            }
        }
    }

    /** Results that no rounding touches. */
    static void assertEqual(Tensor ours, INDArray theirs) {
        assertThat(Shape.of(theirs.shape())).isEqualTo(ours.shape());
        assertThat(ours.floats()).isEqualTo(NdArrays.toTensor(theirs).floats());
    }
}
