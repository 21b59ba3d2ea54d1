package dev.touchstone.conformance.teeth;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Stack;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Constants and operands that are misread: weights, biases, scales, the order of inputs. */
final class DataMutants {
    private DataMutants() {}

    static List<Mutant> all() {
        return List.of(
                input(
                        "conv-takes-the-first-scale-for-all-channels",
                        "conv2d/C11",
                        Conv2d.class,
                        1,
                        DataMutants::firstScale),
                input("conv-reverses-scales", "conv2d/C11", Conv2d.class, 1, DataMutants::reversedScales),
                input("conv-mirrors-filters", "conv2d/C6 conv2d/C7", Conv2d.class, 1, DataMutants::reversedPlanes),
                input("conv-truncates-bias", "conv2d/C7", Conv2d.class, 2, null),
                drop("conv-ignores-bias", "conv2d/C1 conv2d/C6 conv2d/C7", Conv2d.class),
                drop("fc-ignores-bias", "fully_connected/F2 fully_connected/F3", FullyConnected.class),
                input(
                        "fc-takes-the-first-scale-for-all-columns",
                        "fully_connected/F3",
                        FullyConnected.class,
                        1,
                        DataMutants::firstScale),
                input(
                        "mat_mul-takes-the-first-scale-for-all-columns",
                        "mat_mul/F4",
                        MatMul.class,
                        1,
                        DataMutants::firstScale),
                input(
                        "dequantize-takes-the-first-scale-for-all",
                        "dequantize/N9",
                        Dequantize.class,
                        0,
                        DataMutants::firstScale),
                input(
                        "batch_norm-ignores-the-mean",
                        "batch_norm/B1 batch_norm/B2 batch_norm/B3",
                        BatchNorm.class,
                        3,
                        DataMutants::zeros),
                input(
                        "batch_norm-ignores-the-bias",
                        "batch_norm/B1 batch_norm/B2 batch_norm/B3",
                        BatchNorm.class,
                        2,
                        DataMutants::zeros),
                reverse("concat-reverses-its-inputs", "concat/M1 concat/M2 concat/M3 concat/M5", Concat.class),
                reverse("stack-reverses-its-inputs", "stack/M1 stack/M2 stack/M3", Stack.class),
                reverse("binary-swaps-its-operands", "binary/E2 binary/E3 binary/E5", Binary.class),
                scaled("conv-takes-the-inputs-scale-for-its-own", "conv2d/C8", Conv2d.class),
                scaled(
                        "add-takes-the-first-inputs-scale-for-its-own",
                        "binary/E3 binary/E4 binary/E5 binary/E6",
                        Binary.class),
                scaled("fc-takes-the-inputs-scale-for-its-own", "fully_connected/F3", FullyConnected.class),
                scaled("concat-takes-the-first-inputs-scale-for-its-own", "concat/M3", Concat.class),
                quantize("quantize-divides-by-a-scale-one-step-larger", "quantize/N9"));
    }

    /** A node with another constant in one place; without a change, a bias is truncated to steps. */
    private static Mutant input(
            String name,
            String rules,
            Class<? extends Operator> operator,
            int index,
            @Nullable Function<Tensor, Tensor> change) {
        return rewriting(name, rules, operator, n -> {
            var constant = n.inputs().size() > index ? n.input(index).constant() : null;
            if (constant == null) {
                return n;
            }
            var inputs = new ArrayList<>(n.inputs());
            var changed = change == null ? truncated(n, constant) : change.apply(constant);
            inputs.set(index, Value.constant(n.input(index).name(), changed));
            return new Node(n.name(), n.operator(), inputs, n.outputs());
        });
    }

    private static Mutant drop(String name, String rules, Class<? extends Operator> operator) {
        return rewriting(
                name,
                rules,
                operator,
                n -> n.inputs().size() < 3
                        ? n
                        : new Node(n.name(), n.operator(), n.inputs().subList(0, 2), n.outputs()));
    }

    private static Mutant reverse(String name, String rules, Class<? extends Operator> operator) {
        return rewriting(name, rules, operator, n -> {
            var inputs = new ArrayList<>(n.inputs());
            Collections.reverse(inputs);
            return new Node(n.name(), n.operator(), inputs, n.outputs());
        });
    }

    /** Computes with the first input's scale instead of the output's, and hands the codes out as they are. */
    private static Mutant scaled(String name, String rules, Class<? extends Operator> operator) {
        return Mutant.of(name, rules, (Fault.Spoiling) (node, inputs, outputs) -> {
            var y = node.output().type();
            if (!operator.isInstance(node.operator())
                    || !y.isQuantizedInt8()
                    || !inputs.getFirst().type().isQuantizedInt8()) {
                return;
            }
            double ratio = (double) y.scale() / inputs.getFirst().type().scale();
            byte[] codes = outputs.getFirst().toBytes();
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) Math.clamp(Math.rint(codes[i] * ratio), -127, 127);
            }
            outputs.getFirst().copyFrom(Tensor.of(y, codes));
        });
    }

    private static Mutant quantize(String name, String rules) {
        return Mutant.of(name, rules, (Fault.Spoiling) (node, inputs, outputs) -> {
            if (node.operator() instanceof Quantize q) {
                byte[] codes = outputs.getFirst().toBytes();
                float[] x = inputs.getFirst().toFloats();
                for (int i = 0; i < codes.length; i++) {
                    float t = x[i] / Math.nextUp(q.scale());
                    codes[i] = (byte) Math.rint(Math.clamp(Float.isNaN(t) ? 0 : t, -127f, 127f));
                }
                outputs.getFirst().copyFrom(Tensor.of(node.output().type(), codes));
            }
        });
    }

    private static Mutant rewriting(
            String name, String rules, Class<? extends Operator> operator, Fault.Rewriting rewriting) {
        return Mutant.of(
                name, rules, (Fault.Rewriting) n -> operator.isInstance(n.operator()) ? rewriting.rewrite(n) : n);
    }

    private static Tensor firstScale(Tensor w) {
        return w.type().quantization() instanceof Quantization.PerChannel p
                ? w.as(new TensorType(
                        DataType.INT8,
                        w.shape(),
                        new Quantization.PerChannel(
                                p.axis(),
                                Collections.nCopies(
                                        p.scales().size(), p.scales().getFirst()))))
                : w;
    }

    private static Tensor reversedScales(Tensor w) {
        return w.type().quantization() instanceof Quantization.PerChannel p
                ? w.as(new TensorType(
                        DataType.INT8,
                        w.shape(),
                        new Quantization.PerChannel(p.axis(), p.scales().reversed())))
                : w;
    }

    /** Filters turned by half a turn. */
    private static Tensor reversedPlanes(Tensor w) {
        int plane = w.shape().product(2, 4);
        var turned = w.copy();
        int bytes = w.type().dataType().bytes();
        for (int i = 0; i < w.shape().elements(); i++) {
            int mirror = i / plane * plane + plane - 1 - i % plane;
            turned.segment()
                    .asSlice((long) i * bytes, bytes)
                    .copyFrom(w.segment().asSlice((long) mirror * bytes, bytes));
        }
        return turned;
    }

    private static Tensor zeros(Tensor tensor) {
        return Tensor.allocate(tensor.type());
    }

    private static Tensor truncated(Node node, Tensor bias) {
        var w = node.input(1).type().quantization();
        if (!bias.type().isFloat() || w == null || !node.output().type().isQuantizedInt8()) {
            return bias;
        }
        var steps = new int[bias.shape().elements()];
        for (int c = 0; c < steps.length; c++) {
            double scale = w instanceof Quantization.PerChannel p
                    ? p.scales().get(c)
                    : node.input(1).type().scale();
            steps[c] = (int) (bias.toFloats()[c] / (node.input(0).type().scale() * scale));
        }
        return Tensor.of(TensorType.of(DataType.INT32, Shape.of(steps.length)), steps);
    }
}
