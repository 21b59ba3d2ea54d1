package dev.touchstone.arm.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void placesElementsInPlanesOf64Channels() {
        // rows of (1 + 5 + 2) pixels of 64 bytes, planes of (1 + 4 + 1) rows, 2 planes
        var p = new Layout.Planes(2, 100, 4, 5, 64, 1, 1, 1, 1, 2);
        assertThat(p.row()).isEqualTo(512);
        assertThat(p.plane()).isEqualTo(3072);
        assertThat(p.image()).isEqualTo(6144);
        assertThat(p.bytes()).isEqualTo(12288);
        assertThat(p.offset(0, 0, 0, 0)).isEqualTo(512 + 64);
        assertThat(p.offset(1, 70, 2, 3)).isEqualTo(6144 + 3072 + 3 * 512 + 4 * 64 + 6);
        assertThat(p.offset(0, 0, -1, -1)).isZero();
    }

    @Test
    void choosesPlanesByTheNumberOfChannels() {
        assertThat(List.of(
                        Layouts.block(3), Layouts.block(16), Layouts.block(17), Layouts.block(33), Layouts.block(65)))
                .containsExactly(16, 16, 32, 64, 64);
    }

    @Test
    void givesATensorTheBorderOfItsLargestConsumer() {
        var g = new GraphBuilder("test");
        var type = TensorType.int8(Shape.of(1, 20, 9, 9), 0.1f);
        var x = g.input("x", type);
        var r = g.add(new Node("r", new Relu(), List.of(x), List.of(Value.variable("r", type))))
                .output();
        // (3 + 9 + 3 - 7) / 2 + 1 = 5 outputs, the last of which reaches from row 5 to row 11: 3 below the image
        g.output(convolution(g, r, 7, new Hw(2, 2), Padding.explicit(3, 3, 3, 3)));
        // 9 - 2 + 1 = 8 outputs and nothing beyond
        g.output(convolution(g, r, 2, Hw.ONE, Padding.NONE));
        assertThat(new Layouts(g.build()).of(r)).isEqualTo(new Layout.Planes(1, 20, 9, 9, 32, 1, 3, 3, 3, 3));
    }

    private static Value convolution(GraphBuilder g, Value x, int kernel, Hw stride, Padding padding) {
        var w = Value.constant("w" + kernel, Tensor.allocate(TensorType.int8(Shape.of(8, 20, kernel, kernel), 0.1f)));
        var conv = new Conv2d(stride, padding, Hw.ONE, 1, Activation.NONE);
        return g.add("c" + kernel, conv, x, w);
    }
}
