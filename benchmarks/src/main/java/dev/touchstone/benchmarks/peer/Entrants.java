package dev.touchstone.benchmarks.peer;

import dev.touchstone.benchmarks.Network;
import dev.touchstone.model.GraphModel;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Tensor;

/** A network in one kind of numbers, and everybody who can compute it. */
final class Entrants {
    private final Network network;
    private final boolean int8;
    private final GraphModel model;
    private final Tensor image;

    Entrants(Network network, boolean int8) {
        this.network = network;
        this.int8 = int8;
        this.model = network.model(int8 ? Network.Numbers.INT8 : Network.Numbers.FLOAT32);
        this.image = network.image();
    }

    /** As many runs in a round as take some tens of milliseconds. */
    Contest contest(int rounds) {
        return new Contest(rounds, network == Network.MOBILENET_V1 ? 10 : 4);
    }

    /** {@code MobileNetV1 int8}. */
    String title() {
        var name = network == Network.MOBILENET_V1 ? "MobileNetV1" : "ResNet50";
        return name + (int8 ? " int8" : " float32");
    }

    Precision precision() {
        return int8 ? Precision.FULL_INT8 : Precision.FLOAT;
    }

    /** Our engine with the best instruction set and one thread. */
    Touchstone ours() {
        return ours("Touchstone", precision(), "", 1);
    }

    Touchstone ours(String name, Precision precision, String isa, int threads) {
        return new Touchstone(name, model, image, precision, isa, threads);
    }

    /** The other engine in float32, with one thread. */
    OnnxRuntime peer() {
        return new OnnxRuntime("ONNX Runtime float32", FloatOnnx.write(model.graph()), image, outputs(), 1);
    }

    /** The other engine in int8, with one thread. */
    OnnxRuntime peer(OnnxForm form) {
        var graph = Pipeline.prepare(model.graph(), Precision.FULL_INT8).graph();
        return new OnnxRuntime("ONNX Runtime " + form, QuantizedOnnx.write(graph, form), image, outputs(), 1);
    }

    private int outputs() {
        return model.graph().outputs().getFirst().type().shape().elements();
    }
}
