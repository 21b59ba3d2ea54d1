package dev.touchstone.rknpu;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** A graph of one node, {@code relu}, and what it makes of four codes. */
final class ReluGraph {
    static final TensorType TYPE = TensorType.int8(Shape.of(1, 1, 2, 2), 0.5f);
    private static final byte[] INPUT = {5, -6, 100, 0};
    static final byte[] EXPECTED = {5, 0, 100, 0};

    private ReluGraph() {}

    static Graph of() {
        var builder = new GraphBuilder("graph");
        builder.output(builder.add("relu", new Relu(), builder.input("x", TYPE)));
        return builder.build();
    }

    static byte[] run(CompiledGraph compiled) {
        var output = Tensor.allocate(TYPE);
        compiled.run(List.of(Tensor.of(TYPE, INPUT)), List.of(output), RunMonitor.NONE);
        return output.toBytes();
    }
}
