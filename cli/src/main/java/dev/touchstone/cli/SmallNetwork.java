package dev.touchstone.cli;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.model.GraphModel;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Window;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** A network of a few quantized layers, as small as they can be: what runs it has everything ready for a real one. */
final class SmallNetwork {
    private static final int CHANNELS = 16;

    private final GraphBuilder graph = new GraphBuilder("small");

    private SmallNetwork() {}

    /** Opens a session on machine code, runs it once and closes it. */
    static void run() {
        var shape = Shape.of(1, 1, 4, 4);
        try (var session = Session.open(
                new GraphModel(new SmallNetwork().build(shape)),
                SessionOptions.defaults().withBackends(List.of("arm")))) {
            session.run(Tensor.allocate(TensorType.float32(shape)));
        }
    }

    private Graph build(Shape shape) {
        var x = graph.input("x", TensorType.float32(shape));
        var plain = convolution("plain", 1, x, Shape.of(CHANNELS, 1, 3, 3));
        var deep = convolution("depthwise", CHANNELS, plain, Shape.of(CHANNELS, 1, 3, 3));
        var pool = new Pool2d(Pool2d.Kind.AVERAGE, new Window.Adaptive(Hw.ONE), false);
        var pooled = graph.add("pool", pool, quantized("pool.in", deep));
        var product = graph.add(
                "fc",
                new FullyConnected(1, Activation.NONE),
                quantized("fc.in", pooled),
                codes("fc.w", Shape.of(CHANNELS, 2)));
        graph.output(graph.add("softmax", new Softmax(1), real("fc.out", product)));
        return graph.build();
    }

    private Value convolution(String name, int groups, Value x, Shape filter) {
        var operator = new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, groups, Activation.NONE);
        var product = graph.add(name, operator, quantized(name + ".in", x), codes(name + ".w", filter));
        return graph.add(name + ".relu", new Relu(), real(name + ".out", product));
    }

    private Value quantized(String name, Value x) {
        var operator = new FakeQuantize(FakeQuantize.Order.ROUND_THEN_CLIP, 8, -1, true, false);
        return graph.add(name, operator, x, number(name + ".threshold"));
    }

    private Value real(String name, Value product) {
        return graph.add(name, new FakeDequantize(-1, 127), product, number(name + ".scale"));
    }

    private Value number(String name) {
        return graph.constant(name, Tensor.of(new float[] {1}, 1));
    }

    private Value codes(String name, Shape shape) {
        var codes = new float[shape.elements()];
        Arrays.fill(codes, 1);
        return graph.constant(name, Tensor.of(TensorType.float32(shape), codes));
    }
}
