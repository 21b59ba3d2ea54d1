package dev.touchstone.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Graph;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final float[] WEIGHTS = {127, -3, 0, 64};

    /**
     * A residual block as in a fully quantized ResNet. Thresholds are multiples of 127, so that scales can be read: x 1,
     * behind the first relu 2, branches 4 and 8, sum 16, behind the last relu 32. Weight steps: 127/254 = 0.5.
     */
    private static Graph block() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var a = net.bias("a.biased", net.conv("a", x, weights(net, "wa"), 127, 254), 1, 2);
        var relu = net.add("a.relu", new Relu(), net.rounded(a, 300));
        var b = net.bias("b.biased", net.conv("b", relu, weights(net, "wb"), 254, 254), 3, 4);
        var c = net.bias("c.biased", net.conv("c", x, weights(net, "wc"), 127, 254), 5, 6);
        var sum = net.add("sum", new Add(-1), net.rounded(b, 508), net.rounded(c, 1016));
        var last = net.add("last", new Relu(), 4064, net.rounded(sum, 2032));
        return net.output(last);
    }

    private static dev.touchstone.graph.Value weights(Net net, String name) {
        return net.constant(name, WEIGHTS, 2, 2, 1, 1);
    }

    @Test
    void storesEveryTensorOfAResidualBlockAsInt8() {
        var prepared = Pipeline.prepare(block(), Precision.FULL_INT8);
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "a.relu int8 scale 2.0 = conv2d+relu(x.int8, [wa.int8 int8 scale 0.5], [a.biased.b.bias])",
                        "b.biased int8 scale 4.0 = conv2d(a.relu, [wb.int8 int8 scale 0.5], [b.biased.b.bias])",
                        "c.biased int8 scale 8.0 = conv2d(x.int8, [wc.int8 int8 scale 0.5], [c.biased.b.bias])",
                        "sum int8 scale 16.0 = add(b.biased, c.biased)",
                        "last.int8 int8 scale 32.0 = relu(sum)",
                        "last = dequantize(last.int8)");
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void computesOnlyProductsOnIntegersInCpuInt8() {
        var prepared = Pipeline.prepare(block(), Precision.CPU_INT8);
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "a.relu int8 scale 2.0 = conv2d+relu(x.int8, [wa.int8 int8 scale 0.5], [a.biased.b.bias])",
                        "b.biased = conv2d(a.relu, [wb.int8 int8 scale 0.5], [b.biased.b.bias])",
                        "c.biased = conv2d(x.int8, [wc.int8 int8 scale 0.5], [c.biased.b.bias])",
                        "sum = add(b.biased, c.biased)",
                        "last = relu(sum)");
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void keepsEveryTensorInFloat() {
        var source = block();
        var prepared = Pipeline.prepare(source, Precision.FLOAT);
        assertThat(prepared.graph().toText()).isEqualTo(source.toText());
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void dropsOnlyDeadNodesInFloat() {
        var net = new Net();
        var x = net.input("x", 1, 2);
        net.add("dead", new Exp(), net.add("nearlyDead", new Relu(), x));
        var y = net.add("y", new Identity(), net.add("kept", new Identity(), x));
        assertThat(Net.text(Pipeline.prepare(net.output(y), Precision.FLOAT).graph()))
                .containsExactly("kept = identity(x)", "y = identity(kept)");
    }

    @Test
    void keepsInputsAndOutputsInEveryPrecision() {
        for (var precision : Precision.values()) {
            var source = block();
            var graph = Pipeline.prepare(source, precision).graph();
            assertThat(graph.inputs()).as("inputs in %s", precision).isEqualTo(source.inputs());
            assertThat(graph.outputs().stream().map(v -> v.name() + ": " + v.type()))
                    .as("outputs in %s", precision)
                    .containsExactly("last: float32[1, 2, 4, 4]");
        }
    }

    @Test
    void handsOutATensorThatIsReadAndReturned() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var a = net.conv("a", x, weights(net, "wa"), 127, 254);
        var b = net.add("b", new Relu(), 254, net.rounded(a, 254));
        var full = Pipeline.prepare(net.output(a, b), Precision.FULL_INT8).graph();
        assertThat(Net.text(full))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "a.int8 int8 scale 2.0 = conv2d(x.int8, [wa.int8 int8 scale 0.5])",
                        "b.int8 int8 scale 2.0 = relu(a.int8)",
                        "a = dequantize(a.int8)",
                        "b = dequantize(b.int8)");
    }

    @Test
    void requantizesForReadersThatDisagree() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var a = net.conv("a", x, weights(net, "wa"), 127, 254);
        var b = net.conv("b", a, weights(net, "wb"), 254, 254);
        var pooled =
                net.add("pooled", new Pool2d(Pool2d.Kind.MAX, new Window.Global(), false), 508, net.rounded(a, 508));
        var prepared = Pipeline.prepare(net.output(b, pooled), Precision.FULL_INT8);
        assertThat(Net.text(prepared.graph()))
                .contains(
                        "a int8 scale 4.0 = conv2d(x.int8, [wa.int8 int8 scale 0.5])",
                        "a.requantized int8 scale 2.0 = requantize(a)",
                        "b = conv2d(a.requantized, [wb.int8 int8 scale 0.5])",
                        "pooled.int8 int8 scale 4.0 = pool2d(a)");
        assertThat(prepared.notes())
                .containsExactly("tensor a: its readers ask for scales [2.0, 4.0]; it is stored with 4.0 and"
                        + " requantized for the others");
    }

    @Test
    void quantizesAnInputForEachReader() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var b = net.conv("b", x, weights(net, "wb"), 254, 254);
        var pooled =
                net.add("pooled", new Pool2d(Pool2d.Kind.MAX, new Window.Global(), false), 508, net.rounded(x, 508));
        var prepared = Pipeline.prepare(net.output(b, pooled), Precision.FULL_INT8);
        assertThat(Net.text(prepared.graph()))
                .contains("x.int8 int8 scale 2.0 = quantize(x)", "x.int8.2 int8 scale 4.0 = quantize(x)");
        assertThat(prepared.notes())
                .containsExactly("tensor x: its readers ask for scales [2.0, 4.0]; it is stored with 4.0 and"
                        + " quantized once for each");
    }

    @Test
    void leavesAnOperatorWithoutScalesInFloatAndSaysSo() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var a = net.add("a", new Exp(), net.add("a.relu", new Relu(), 127, net.rounded(x, 127)));
        var b = net.conv("b", net.add("scaled", new Scale(2, 1, true), a), weights(net, "wb"), 254, 254);
        var prepared = Pipeline.prepare(net.output(b), Precision.FULL_INT8);
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "a.relu int8 scale 1.0 = relu(x.int8)",
                        "a.relu.real = dequantize(a.relu)",
                        "a = exp(a.relu.real)",
                        "scaled = scale(a)",
                        "scaled.int8 int8 scale 2.0 = quantize(scaled)",
                        "b = conv2d(scaled.int8, [wb.int8 int8 scale 0.5])");
        assertThat(prepared.notes())
                .containsExactly(
                        "a (exp): stays float32, no scale is known for a",
                        "scaled (scale): stays float32, no scale is known for a");
    }

    @Test
    void readsRealNumbersInFloatOperatorsOfCpuInt8() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var a = net.conv("a", x, weights(net, "wa"), 127, 254);
        var pooled =
                net.add("pooled", new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), net.rounded(a, 127));
        var softmax = net.add("softmax", new Softmax(1), net.rounded(pooled, 127));
        assertThat(Net.text(Pipeline.prepare(net.output(softmax), Precision.CPU_INT8)
                        .graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "a = conv2d(x.int8, [wa.int8 int8 scale 0.5])",
                        "pooled = pool2d(a)",
                        "softmax = softmax(pooled)");
    }

    @Test
    void takesOverTheOutputNameOfAnIdentity() {
        var net = new Net();
        var x = net.input("x", 1, 2);
        var y = net.add("y", new Scale(1, 0, true), 1, net.add("softmax", new Softmax(-1), net.rounded(x, 127)));
        assertThat(Net.text(Pipeline.prepare(net.output(y), Precision.FULL_INT8).graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "y.int8 int8 scale " + 1f / 127 + " = softmax(x.int8)",
                        "y = dequantize(y.int8)");
    }

    @Test
    void requantizesWhereTheScalesAroundAnIdentityDiffer() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var a = net.conv("a", x, weights(net, "wa"), 127, 254);
        var b = net.conv("b", net.add("same", new Identity(), net.rounded(a, 508)), weights(net, "wb"), 254, 254);
        assertThat(Net.text(Pipeline.prepare(net.output(b), Precision.FULL_INT8).graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "a int8 scale 4.0 = conv2d(x.int8, [wa.int8 int8 scale 0.5])",
                        "a.requantized int8 scale 2.0 = requantize(a)",
                        "b = conv2d(a.requantized, [wb.int8 int8 scale 0.5])");
    }

    @Test
    void leavesAGraphWithoutQuantizationInFloat() {
        var net = new Net();
        var x = net.input("x", 1, 2);
        var graph = net.output(net.add("y", new Softmax(1), x));
        for (var precision : new Precision[] {Precision.CPU_INT8, Precision.FULL_INT8}) {
            var prepared = Pipeline.prepare(graph, precision);
            assertThat(Net.text(prepared.graph())).containsExactly("y = softmax(x)");
            assertThat(prepared.notes()).containsExactly("nothing is quantized: every operator computes in float32");
        }
    }

    @Test
    void quantizesAConstantOperandByItsLargestMagnitude() {
        var net = new Net();
        var x = net.input("x", 1, 2);
        var y = net.add("y", new Add(-1), 254, net.rounded(x, 127), net.constant("k", new float[] {63.5f, -0.25f}, 2));
        var graph = Pipeline.prepare(net.output(y), Precision.FULL_INT8).graph();
        assertThat(Net.text(graph)).contains("y.int8 int8 scale 2.0 = add(x.int8, [k.int8 int8 scale 0.5])");
        var constant = graph.constants().getFirst().constant();
        assertThat(constant).extracting(Tensor::toBytes).isEqualTo(new byte[] {127, 0});
    }

    @Test
    void sharesWeightsBetweenConvolutionsWithTheSameStep() {
        var net = new Net();
        var x = net.input("x", 1, 2, 4, 4);
        var w = weights(net, "w");
        var a = net.conv("a", x, w, 127, 254);
        var b = net.conv("b", net.add("r", new Relu(), a), w, 127, 254);
        var c = net.conv("c", net.add("s", new Relu(), b), w, 127, 508);
        assertThat(Net.text(Pipeline.prepare(net.output(c), Precision.FULL_INT8).graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "r int8 scale 1.0 = conv2d+relu(x.int8, [w.int8 int8 scale 0.5])",
                        "s int8 scale 1.0 = conv2d+relu(r, [w.int8 int8 scale 0.5])",
                        "c = conv2d(s, [w.int8.2 int8 scale 0.25])");
    }

    @Test
    void recommendsThePrecisionAModelWasQuantizedFor() {
        assertThat(Pipeline.recommended(block())).isEqualTo(Precision.FULL_INT8);
        var cpu = new Net();
        var x = cpu.input("x", 1, 2, 4, 4);
        assertThat(Pipeline.recommended(cpu.output(cpu.conv("a", x, weights(cpu, "w"), 127, 254))))
                .isEqualTo(Precision.CPU_INT8);
        var plain = new Net();
        var y = plain.add("y", Conv2d.plain(), plain.input("x", 1, 2, 4, 4), weights(plain, "w"));
        assertThat(Pipeline.recommended(plain.output(y))).isEqualTo(Precision.FLOAT);
    }
}
