package dev.touchstone.benchmarks;

import dev.touchstone.graph.Graph;
import dev.touchstone.model.GraphModel;
import dev.touchstone.tensor.Tensor;

/** The networks that benchmarks run. */
public enum Network {
    MOBILENET_V1,
    RESNET50;

    /** In which numbers a network is computed. */
    public enum Numbers {
        INT8,
        FLOAT32
    }

    /** The network as a model, float32 in and out; seeded, so that it is the same everywhere. */
    public GraphModel model(Numbers numbers) {
        return SyntheticModel.of(graph(numbers));
    }

    /** A seeded image for the model, float32 NCHW from -2 to 2. */
    public Tensor image() {
        return SyntheticNet.inputs(graph(Numbers.FLOAT32)).getFirst();
    }

    Graph graph(Numbers numbers) {
        boolean int8 = numbers == Numbers.INT8;
        return switch (this) {
            case MOBILENET_V1 -> SyntheticNet.mobileNetV1(int8);
            case RESNET50 -> SyntheticNet.resNet50(int8);
        };
    }
}
