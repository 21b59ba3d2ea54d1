package dev.touchstone.conformance.contract;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The graph of one rectifier that contract cases run; int8 if the backend takes that, else float32. */
record Subject(Graph graph) {
    private static final int ELEMENTS = 96;

    /** A graph that the backend supports. */
    static Subject of(Backend backend) {
        var int8 = rectifier(TensorType.int8(Shape.of(1, 3, 4, 8), 0.5f));
        boolean supported = backend.supports(int8.nodes().getFirst()) instanceof Support.Supported;
        return new Subject(supported ? int8 : rectifier(TensorType.float32(1, 3, 4, 8)));
    }

    private static Graph rectifier(TensorType type) {
        var builder = new GraphBuilder("rectifier");
        builder.output(builder.add("relu", new Relu(), builder.input("x", type)));
        return builder.build();
    }

    boolean isSupportedBy(Backend backend) {
        return backend.supports(graph.nodes().getFirst()) instanceof Support.Supported;
    }

    /** A tensor of the graph's input, a ramp through 0 that begins at a number. */
    Tensor input(int first) {
        var type = graph.inputs().getFirst().type();
        var tensor = Tensor.allocate(type);
        for (int i = 0; i < ELEMENTS; i++) {
            int value = (first + i) % 200 - 100;
            if (type.isFloat()) {
                tensor.floats()[i] = value;
            } else {
                tensor.bytes()[i] = (byte) value;
            }
        }
        return tensor;
    }

    Tensor output() {
        return Tensor.allocate(graph.outputs().getFirst().type());
    }

    /** Runs on the input of {@link #input} and says whether the result is right. */
    boolean isRight(CompiledGraph compiled, int first) {
        var output = output();
        output.segment().fill((byte) 0xa5);
        compiled.run(List.of(input(first)), List.of(output), RunMonitor.NONE);
        return isRight(output, first);
    }

    boolean isRight(Tensor output, int first) {
        var input = input(first);
        for (int i = 0; i < ELEMENTS; i++) {
            boolean right = input.type().isFloat()
                    ? output.toFloats()[i] == Math.max(input.floats()[i], 0)
                    : output.toBytes()[i] == Math.max(input.bytes()[i], 0);
            if (!right) {
                return false;
            }
        }
        return true;
    }
}
