package dev.touchstone.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Exp;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Softmax;
import dev.touchstone.pass.QuantizationReport.Break;
import dev.touchstone.pass.QuantizationReport.TensorScale;
import dev.touchstone.pass.QuantizationReport.Weight;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import org.junit.jupiter.api.Test;

class QuantizationReportTest {
    private final Net net = new Net();
    private final Value x = net.input("x", 1, 2, 2, 2);

    @Test
    void saysWhereEachScaleComesFromAndWhichTensorHasNone() {
        var a = net.add("a", new Relu(), 254, net.rounded(x, 127));
        var b = net.add("b", new Exp(), a);
        var report = QuantizationReport.of(net.output(net.add("y", new Softmax(1), b)));
        assertThat(report.tensors())
                .containsExactly(
                        new TensorScale("x", 1f, "reader"),
                        new TensorScale("a", 2f, "recorded"),
                        new TensorScale("b", null, "none"),
                        new TensorScale("y", 1f / 127, "inferred"));
        assertThat(report.breaks())
                .containsExactly(
                        new Break("b", "exp", "no scale is known for b"),
                        new Break("y", "softmax", "no scale is known for b"));
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void describesWeightsAndUnfoldedBatchNorms() {
        var type = TensorType.of(DataType.INT8, Shape.of(2, 2, 1, 1));
        var stored = Value.constant("w", Tensor.of(type, new byte[] {-128, 1, 2, 3}));
        var w = net.add("w.d", new FakeDequantize(-1, 127), stored, net.number("s", 127));
        var c = net.add("c", Conv2d.plain(), 127, net.rounded(x, 127), w);
        var norm = net.add(
                "bn",
                new BatchNorm(0),
                127,
                net.rounded(c, 127),
                net.constant("gamma", new float[] {1, 2}, 2),
                net.constant("beta", new float[2], 2),
                net.constant("mean", new float[2], 2),
                net.constant("variance", new float[] {1, 1}, 2));
        var report = QuantizationReport.of(net.output(norm));
        assertThat(report.weights()).containsExactly(new Weight("w.int8", 1, true));
        assertThat(report.weights().getFirst().isPerChannel()).isFalse();
        assertThat(report.batchNorms()).containsExactly("bn");
        assertThat(report.notes())
                .containsExactly(
                        "bn (batch_norm): stays behind c (conv2d), whose weights w.real cannot take its factors");
        assertThat(report.isComplete()).isTrue();
    }
}
