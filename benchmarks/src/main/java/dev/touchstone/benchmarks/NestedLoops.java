package dev.touchstone.benchmarks;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.ConvGeometry;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The int8 convolutions of a network in the form in which one writes them down first, seven nested loops, to show what
 * the reference's channel rows are worth. Each convolution gets random input of its own; nothing else is computed.
 */
final class NestedLoops {
    private record Layer(ConvGeometry geometry, Tensor x, Tensor filter, Tensor y) {}

    private final List<Layer> layers = new ArrayList<>();

    NestedLoops(List<Node> nodes) {
        var random = new SplittableRandom(11);
        nodes.stream()
                .filter(node -> node.operator() instanceof Conv2d)
                .forEach(node -> layers.add(layer(node, random)));
    }

    private static Layer layer(Node node, SplittableRandom random) {
        var filter = node.input(1).constant();
        if (filter == null) {
            throw new IllegalArgumentException(node.label() + ": filter is not constant");
        }
        var x = Tensor.allocate(node.input(0).type());
        for (int i = 0; i < x.bytes().length; i++) {
            x.bytes()[i] = (byte) random.nextInt(-127, 128);
        }
        var geometry = ((Conv2d) node.operator())
                .geometry(x.shape(), node.input(1).type().shape());
        return new Layer(geometry, x, filter, Tensor.allocate(node.output().type()));
    }

    void run() {
        for (var layer : layers) {
            compute(layer.geometry, layer.x.bytes(), layer.filter.bytes(), layer.y.bytes());
        }
    }

    private static void compute(ConvGeometry g, byte[] x, byte[] w, byte[] y) {
        int at = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int m = 0; m < g.m(); m++) {
                for (int i = 0; i < g.outH(); i++) {
                    for (int j = 0; j < g.outW(); j++) {
                        int sum = 0;
                        for (int c = 0; c < g.group(); c++) {
                            int channel = n * g.c() + m / (g.m() / g.groups()) * g.group() + c;
                            for (int u = 0; u < g.kernel().h(); u++) {
                                for (int v = 0; v < g.kernel().w(); v++) {
                                    int row = i * g.stride().h()
                                            - g.padding().top()
                                            + u * g.dilation().h();
                                    int column = j * g.stride().w()
                                            - g.padding().left()
                                            + v * g.dilation().w();
                                    if (row >= 0 && row < g.h() && column >= 0 && column < g.w()) {
                                        int tap = ((m * g.group() + c)
                                                                        * g.kernel()
                                                                                .h()
                                                                + u)
                                                        * g.kernel().w()
                                                + v;
                                        sum += w[tap] * x[(channel * g.h() + row) * g.w() + column];
                                    }
                                }
                            }
                        }
                        y[at++] = (byte) Math.clamp(Math.rint(sum * 1e-4f), -127.0, 127.0);
                    }
                }
            }
        }
    }
}
