package dev.touchstone.benchmarks;

import dev.touchstone.graph.Graph;

/** The networks that benchmarks run. */
public enum Network {
    MOBILENET_V1,
    RESNET50;

    /** In which numbers a network is computed. */
    public enum Numbers {
        INT8,
        FLOAT32
    }

    Graph graph(Numbers numbers) {
        boolean int8 = numbers == Numbers.INT8;
        return switch (this) {
            case MOBILENET_V1 -> SyntheticNet.mobileNetV1(int8);
            case RESNET50 -> SyntheticNet.resNet50(int8);
        };
    }
}
