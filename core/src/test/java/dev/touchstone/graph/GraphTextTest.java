package dev.touchstone.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The printed forms, word for word. */
final class GraphTextTest {
    private static Graph network() {
        var builder = new GraphBuilder("small");
        var image = builder.input("image", TensorType.float32(1, 1, 28, 28));
        var q = builder.add("quantize_0", new Quantize(0.5f), image);
        var scales = new Quantization.PerChannel(0, List.of(0.25f, 0.5f));
        var filter = builder.constant(
                "conv/w", Tensor.allocate(new TensorType(DataType.INT8, Shape.of(2, 1, 3, 3), scales)));
        var bias = builder.constant("b", Tensor.allocate(TensorType.float32(2)));
        var conv = new Conv2d(new Hw(2, 2), Padding.SAME, Hw.ONE, 1, new Activation.Relu6(6));
        var features = builder.add(new Node(
                        "conv2d_0",
                        conv,
                        List.of(q, filter, bias),
                        List.of(Value.variable("relu6_0.tmp_0", TensorType.int8(Shape.of(1, 2, 14, 14), 0.125f)))))
                .output();
        var pooled = builder.add("pool", new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), features);
        var clean = builder.add("relu_1", new Relu(), pooled);
        var weight = builder.constant("fc \"w\"", Tensor.allocate(TensorType.int8(Shape.of(2, 3), 0.5f)));
        builder.output(builder.add("fc_0", new FullyConnected(1, Activation.NONE), clean, weight));
        return builder.build();
    }

    @Test
    void textHasOneLineForEachNode() {
        assertThat(network().toText()).isEqualTo("""
                        graph small: 5 nodes, 3 constants

                        input  %image: float32[1, 1, 28, 28]

                        quantize_0  %quantize_0: int8[1, 1, 28, 28] scale 0.5 = quantize(%image) scale=0.5
                        conv2d_0    %relu6_0.tmp_0: int8[1, 2, 14, 14] scale 0.125 = conv2d(%quantize_0, #conv/w: int8[2, 1, 3, 3] 2 scales along axis 0, #b: float32[2]) stride=2x2, padding=SAME, dilation=1x1, groups=1, activation=relu6(6.0)
                        pool        %pool: int8[1, 2, 1, 1] scale 0.125 = pool2d(%relu6_0.tmp_0) kind=AVERAGE, window=global, countPadding=false
                        relu_1      %relu_1: int8[1, 2, 1, 1] scale 0.125 = relu(%pool)
                        fc_0        %fc_0: float32[1, 3] = fully_connected(%relu_1, #fc "w": int8[2, 3] scale 0.5) rows=1, activation=none

                        output %fc_0: float32[1, 3]
                        """);
    }

    @Test
    void dotDrawsNodesAndTypedEdges() {
        assertThat(network().toDot()).isEqualTo("""
                        digraph "small" {
                          node [fontname="sans-serif", shape=box, style=rounded];
                          edge [fontname="sans-serif", fontsize=10];
                          in0 [shape=ellipse, label="image"];
                          n0 [label="quantize_0\\nquantize\\nscale=0.5"];
                          in0 -> n0 [label="float32[1, 1, 28, 28]"];
                          n1 [label="conv2d_0\\nconv2d\\nstride=2x2, padding=SAME, dilation=1x1, groups=1, activation=relu6(6.0)\\n#conv/w: int8[2, 1, 3, 3] 2 scales along axis 0\\n#b: float32[2]"];
                          n0 -> n1 [label="int8[1, 1, 28, 28] scale 0.5"];
                          n2 [label="pool\\npool2d\\nkind=AVERAGE, window=global, countPadding=false"];
                          n1 -> n2 [label="int8[1, 2, 14, 14] scale 0.125"];
                          n3 [label="relu_1\\nrelu"];
                          n2 -> n3 [label="int8[1, 2, 1, 1] scale 0.125"];
                          n4 [label="fc_0\\nfully_connected\\nrows=1, activation=none\\n#fc \\"w\\": int8[2, 3] scale 0.5"];
                          n3 -> n4 [label="int8[1, 2, 1, 1] scale 0.125"];
                          out0 [shape=ellipse, label="fc_0"];
                          n4 -> out0 [label="float32[1, 3]"];
                        }
                        """);
    }

    @Test
    void graphsWithoutNodesPrintToo() {
        var builder = new GraphBuilder("wire");
        builder.output(builder.input("x", TensorType.float32(2)));
        builder.output(builder.constant("c", Tensor.of(new float[] {1}, 1)));
        var graph = builder.build();

        assertThat(graph.toText()).isEqualTo("""
                        graph wire: 0 nodes, 1 constant

                        input  %x: float32[2]

                        output %x: float32[2]
                        output #c: float32[1]
                        """);
        assertThat(graph.toDot())
                .contains("in0 -> out0 [label=\"float32[2]\"];", "const1 -> out1 [label=\"float32[1]\"];");
    }
}
