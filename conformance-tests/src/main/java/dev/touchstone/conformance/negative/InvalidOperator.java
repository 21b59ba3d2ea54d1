package dev.touchstone.conformance.negative;

import static dev.touchstone.conformance.negative.Shorthand.channels;
import static dev.touchstone.conformance.negative.Shorthand.grouped;
import static dev.touchstone.conformance.negative.Shorthand.pad;
import static dev.touchstone.conformance.negative.Shorthand.padded;
import static dev.touchstone.conformance.negative.Shorthand.pool;
import static dev.touchstone.conformance.negative.Shorthand.resize;
import static dev.touchstone.conformance.negative.Shorthand.slice;
import static dev.touchstone.conformance.negative.Shorthand.sliding;
import static dev.touchstone.tensor.TensorType.float32;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Exp;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Operators that break a rule, and the rule. One line each.
 *
 * @param rule the id of the rule
 * @param what is wrong
 * @param node makes it; records of operators and types refuse some faults themselves
 */
record InvalidOperator(String rule, String what, Supplier<Node> node) {
    private static final TensorType IMAGE = float32(1, 4, 5, 5);
    private static final TensorType CODES = TensorType.int8(Shape.of(1, 4, 5, 5), 0.5f);
    private static final TensorType FILTER = float32(4, 4, 3, 3);

    static List<InvalidOperator> all() {
        var all = new ArrayList<InvalidOperator>();
        all.addAll(convolutions());
        all.addAll(matrices());
        all.addAll(poolsAndImages());
        all.addAll(elements());
        all.addAll(movements());
        all.addAll(norms());
        return List.copyOf(all);
    }

    private static List<InvalidOperator> convolutions() {
        return List.of(
                of("conv2d/C1", "input of rank 3", Conv2d::plain, float32(4, 5, 5), FILTER),
                of("conv2d/C1", "filter of rank 3", Conv2d::plain, IMAGE, float32(4, 4, 3)),
                of("conv2d/C1", "filter of other channels", Conv2d::plain, IMAGE, float32(4, 3, 3, 3)),
                of("conv2d/C1", "groups that do not divide the outputs", () -> grouped(2), IMAGE, float32(3, 2, 3, 3)),
                of("conv2d/C1", "groups that do not divide the channels", () -> grouped(3), IMAGE, float32(3, 1, 3, 3)),
                of("conv2d/C1", "bias of other length", Conv2d::plain, IMAGE, FILTER, float32(3)),
                of(
                        "conv2d/C1",
                        "int32 bias of float32 operands",
                        Conv2d::plain,
                        IMAGE,
                        FILTER,
                        TensorType.of(DataType.INT32, Shape.of(4))),
                of("conv2d/C1", "float32 filter of an int8 input", Conv2d::plain, CODES, FILTER),
                of(
                        "conv2d/C1",
                        "int8 input without scale",
                        Conv2d::plain,
                        TensorType.of(DataType.INT8, IMAGE.shape()),
                        FILTER),
                of("conv2d/C1", "one operand", Conv2d::plain, IMAGE),
                of("conv2d/C2", "negative padding", () -> padded(Padding.explicit(-1, 0, 0, 0)), IMAGE, FILTER),
                of(
                        "conv2d/C2",
                        "numbers with SAME padding",
                        () -> padded(new Padding(Padding.Mode.SAME, 1, 0, 0, 0)),
                        IMAGE,
                        FILTER),
                of("conv2d/C3", "kernel beyond the padded input", Conv2d::plain, IMAGE, float32(4, 4, 6, 3)),
                of(
                        "conv2d/C3",
                        "stride 0",
                        () -> new Conv2d(new Hw(0, 1), Padding.NONE, Hw.ONE, 1, Activation.NONE),
                        IMAGE,
                        FILTER),
                of(
                        "conv2d/C3",
                        "dilation 0",
                        () -> new Conv2d(Hw.ONE, Padding.NONE, new Hw(1, 0), 1, Activation.NONE),
                        IMAGE,
                        FILTER),
                of(
                        "conv2d/C3",
                        "output extents that overflow",
                        () -> padded(Padding.explicit(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0)),
                        IMAGE,
                        FILTER),
                of("conv2d/C4", "no groups", () -> grouped(0), IMAGE, FILTER),
                of(
                        "conv2d/C9",
                        "relu6 that ends below zero",
                        () -> Conv2d.plain().withActivation(new Activation.Relu6(-1)),
                        IMAGE,
                        FILTER),
                of(
                        "conv2d/C9",
                        "hard_swish divided by zero",
                        () -> Conv2d.plain().withActivation(new Activation.HardSwish(6, 0, 3)),
                        IMAGE,
                        FILTER),
                of("conv2d/C11", "scales along the input channels", Conv2d::plain, CODES, channels(FILTER.shape(), 1)));
    }

    private static List<InvalidOperator> matrices() {
        return List.of(
                of(
                        "fully_connected/F1",
                        "no rows",
                        () -> new FullyConnected(0, Activation.NONE),
                        float32(2, 3),
                        float32(3, 4)),
                of(
                        "fully_connected/F1",
                        "as many rows as axes",
                        () -> new FullyConnected(2, Activation.NONE),
                        float32(2, 3),
                        float32(3, 4)),
                of(
                        "fully_connected/F1",
                        "other inner extents",
                        () -> new FullyConnected(1, Activation.NONE),
                        float32(2, 3),
                        float32(4, 3)),
                of(
                        "fully_connected/F1",
                        "weight of rank 3",
                        () -> new FullyConnected(1, Activation.NONE),
                        float32(2, 3),
                        float32(1, 3, 4)),
                of(
                        "fully_connected/F2",
                        "bias of other length",
                        () -> new FullyConnected(1, Activation.NONE),
                        float32(2, 3),
                        float32(3, 4),
                        float32(3)),
                of("mat_mul/F7", "vectors", () -> new MatMul(false, false, 1), float32(3), float32(3)),
                of(
                        "mat_mul/F7",
                        "other inner extents",
                        () -> new MatMul(false, false, 1),
                        float32(2, 3),
                        float32(2, 3)),
                of(
                        "mat_mul/F7",
                        "stacks that do not broadcast",
                        () -> new MatMul(false, false, 1),
                        float32(2, 3, 4),
                        float32(3, 4, 5)),
                of(
                        "mat_mul/F4",
                        "alpha that is no number",
                        () -> new MatMul(false, false, Float.NaN),
                        float32(2, 3),
                        float32(3, 2)));
    }

    private static List<InvalidOperator> poolsAndImages() {
        return List.of(
                of("pool2d/P1", "input of rank 3", () -> pool(new Window.Global()), float32(4, 5, 5)),
                of("pool2d/P1", "int32", () -> pool(new Window.Global()), TensorType.of(DataType.INT32, IMAGE.shape())),
                of("pool2d/P3", "kernel 0", () -> pool(sliding(new Hw(0, 1), Hw.ONE)), IMAGE),
                of("pool2d/P3", "stride 0", () -> pool(sliding(Hw.ONE, new Hw(1, 0))), IMAGE),
                of("pool2d/P3", "kernel beyond the image", () -> pool(sliding(new Hw(7, 7), Hw.ONE)), IMAGE),
                of("pool2d/P9", "no adaptive outputs", () -> pool(new Window.Adaptive(new Hw(0, 2))), IMAGE),
                of(
                        "max_pool2d_with_index/X1",
                        "input of rank 5",
                        () -> new MaxPool2dWithIndex(new Window.Global()),
                        float32(1, 1, 1, 2, 2)),
                of("resize/I1", "input of rank 3", () -> resize(new Hw(4, 4), List.of()), float32(4, 5, 5)),
                of("resize/I1", "size 0", () -> resize(new Hw(0, 4), List.of()), IMAGE),
                of("resize/I1", "one scale", () -> resize(new Hw(4, 4), List.of(2f)), IMAGE),
                of("resize/I1", "negative scale", () -> resize(new Hw(4, 4), List.of(2f, -1f)), IMAGE),
                of(
                        "resize/I2",
                        "nearest of half pixels",
                        () -> new Resize(Resize.Method.NEAREST, new Hw(4, 4), Resize.Coordinates.HALF_PIXEL, List.of()),
                        IMAGE));
    }

    private static List<InvalidOperator> elements() {
        var int32 = TensorType.of(DataType.INT32, Shape.of(2, 3));
        return List.of(
                of("unary/U3", "clip between crossed bounds", () -> new Clip(1, 0), float32(3)),
                of("unary/U3", "relu6 up to 0", () -> new Relu6(0), float32(3)),
                of("unary/U3", "leaky_relu of no number", () -> new LeakyRelu(Float.NaN), float32(3)),
                of("unary/U3", "scale of infinity", () -> new Scale(Float.POSITIVE_INFINITY, 0, true), float32(3)),
                of("unary/U4", "two operands", Exp::new, float32(3), float32(3)),
                of("prelu/U3", "slopes of other number", () -> new Prelu(Prelu.Mode.CHANNEL), IMAGE, float32(3)),
                of(
                        "prelu/U3",
                        "int32 slopes",
                        () -> new Prelu(Prelu.Mode.ALL),
                        IMAGE,
                        TensorType.of(DataType.INT32, Shape.of(1))),
                of("prelu/U3", "no channel axis", () -> new Prelu(Prelu.Mode.CHANNEL), float32(4), float32(4)),
                of("binary/E1", "shapes that do not broadcast", () -> new Add(-1), float32(2, 3), float32(2, 4)),
                of("binary/E1", "axis beyond the rank", () -> new Mul(2), float32(2, 3), float32(3)),
                of("binary/E1", "axis for equal ranks", () -> new Sub(1), float32(2, 3), float32(1, 3)),
                of("binary/E1", "axis below -1", () -> new Add(-2), float32(2, 3), float32(3)),
                of("binary/E2", "two data types", () -> new Add(-1), float32(2, 3), int32),
                of(
                        "binary/E3",
                        "a scale on one side",
                        () -> new Add(-1),
                        CODES,
                        TensorType.of(DataType.INT8, CODES.shape())),
                of("quantize/N9", "int32", () -> new Quantize(0.5f), int32),
                of("quantize/N9", "scale 0", () -> new Quantize(0), float32(3)),
                of("quantize/N9", "subnormal scale", () -> new Quantize(Float.MIN_VALUE), float32(3)),
                of("quantize/N9", "scale that is no number", () -> new Quantize(Float.NaN), float32(3)),
                of("dequantize/N9", "float32", Dequantize::new, float32(3)),
                of("requantize/N10", "infinite scale", () -> new Requantize(Float.POSITIVE_INFINITY), CODES),
                of("cast/T1", "quantized int8", () -> new Cast(DataType.FLOAT32), CODES),
                of(
                        "fake_quantize/Q1",
                        "17 bits",
                        () -> new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, 17, -1, false, false),
                        float32(3)),
                of(
                        "fake_quantize/Q1",
                        "axis beyond the rank",
                        () -> new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, 8, 1, false, false),
                        float32(3)));
    }

    private static List<InvalidOperator> movements() {
        return List.of(
                of("concat/M1", "other ranks", () -> new Concat(0), float32(2, 3), float32(3)),
                of("concat/M1", "other extents", () -> new Concat(0), float32(2, 3), float32(2, 4)),
                of("concat/M1", "axis beyond the rank", () -> new Concat(2), float32(2, 3)),
                of("concat/M1", "no operands", () -> new Concat(0)),
                of("concat/M1", "extents that overflow", () -> new Concat(0), float32(1 << 30), float32(1 << 30)),
                of("split/M1", "sections of other sum", () -> new Split(0, List.of(1, 2)), float32(4)),
                of("split/M1", "no sections", () -> new Split(0, List.of()), float32(4)),
                of("split/M1", "an empty section", () -> new Split(0, List.of(0, 4)), float32(4)),
                of("slice/M1", "start beyond the end", () -> slice(4, 1, 1), float32(4)),
                of("slice/M1", "count 0", () -> slice(0, 0, 1), float32(4)),
                of("slice/M1", "stride 0", () -> slice(0, 1, 0), float32(4)),
                of("slice/M1", "end before the start", () -> slice(1, 3, -1), float32(4)),
                of(
                        "slice/M1",
                        "an axis twice",
                        () -> new Slice(List.of(0, 0), List.of(0, 0), List.of(1, 1), List.of(1, 1)),
                        float32(4)),
                of("stack/M1", "other shapes", () -> new Stack(0), float32(2), float32(3)),
                of("stack/M1", "axis beyond the result", () -> new Stack(3), float32(2), float32(2)),
                of("transpose/M1", "no permutation", () -> new Transpose(List.of(0, 0)), float32(2, 3)),
                of("transpose/M1", "permutation of other rank", () -> new Transpose(List.of(1, 0)), float32(2, 3, 4)),
                of("reshape/M1", "other number of elements", () -> new Reshape(List.of(5)), float32(2, 3)),
                of("reshape/M1", "two open extents", () -> new Reshape(List.of(-1, -1)), float32(2, 3)),
                of("reshape/M1", "extent below -1", () -> new Reshape(List.of(-2)), float32(2, 3)),
                of("reshape/M1", "squeezed axis that is not 1", () -> new Squeeze(List.of(0)), float32(2, 3)),
                of("reshape/M1", "cuts that do not ascend", () -> new Flatten(List.of(2, 1)), float32(2, 3)),
                of("reshape/M1", "no axis to insert", () -> new Unsqueeze(List.of()), float32(2, 3)),
                of("pad/M1", "negative pad", () -> pad(Pad.Mode.CONSTANT, -1), float32(4)),
                of("pad/M1", "pads of other rank", () -> pad(Pad.Mode.CONSTANT, 1), float32(4, 4)),
                of("pad/M4", "reflection beyond the image", () -> pad(Pad.Mode.REFLECT, 4), float32(4)),
                of("pad/M1", "extents that overflow", () -> pad(Pad.Mode.CONSTANT, Integer.MAX_VALUE), float32(4)));
    }

    private static List<InvalidOperator> norms() {
        return List.of(
                of("softmax/S1", "axis beyond the rank", () -> new Softmax(2), float32(2, 3)),
                of("softmax/S1", "a scalar", () -> new Softmax(0), float32()),
                of("softmax/S1", "int32", () -> new Softmax(0), TensorType.of(DataType.INT32, Shape.of(3))),
                of(
                        "batch_norm/B1",
                        "rank 1",
                        () -> new BatchNorm(1e-5f),
                        float32(4),
                        float32(4),
                        float32(4),
                        float32(4),
                        float32(4)),
                of(
                        "batch_norm/B1",
                        "parameters of other length",
                        () -> new BatchNorm(1e-5f),
                        IMAGE,
                        float32(4),
                        float32(4),
                        float32(3),
                        float32(4)),
                of(
                        "batch_norm/B1",
                        "epsilon of one",
                        () -> new BatchNorm(1),
                        IMAGE,
                        float32(4),
                        float32(4),
                        float32(4),
                        float32(4)),
                of("l2_norm/L1", "negative epsilon", () -> new L2Norm(0, -1), float32(4)),
                of("l2_norm/L1", "axis below the rank", () -> new L2Norm(-2, 0), float32(4)),
                of("p_norm/L3", "order that is no number", () -> new PNorm(Float.NaN, 0, false), float32(4)),
                of(
                        "reduce/R1",
                        "axis beyond the rank",
                        () -> new Reduce(Reduce.Kind.SUM, List.of(1), false),
                        float32(4)),
                of(
                        "arg_max/R4",
                        "float32 indices",
                        () -> new ArgMax(ArgMax.Kind.MAX, 0, false, DataType.FLOAT32),
                        float32(4)),
                of(
                        "arg_max/R4",
                        "axis beyond the rank",
                        () -> new ArgMax(ArgMax.Kind.MAX, 1, false, DataType.INT32),
                        float32(4)));
    }

    /** Operands are variables, those with scales per channel constants; the result is a float32 scalar. */
    private static InvalidOperator of(
            String rule, String what, Supplier<? extends Operator> operator, TensorType... operands) {
        return new InvalidOperator(rule, what, () -> {
            var values = new ArrayList<Value>();
            for (var type : operands) {
                var name = "in" + values.size();
                values.add(
                        type.quantization() instanceof Quantization.PerChannel
                                ? Value.constant(name, Tensor.allocate(type))
                                : Value.variable(name, type));
            }
            return new Node("node", operator.get(), values, List.of(Value.variable("out", float32())));
        });
    }
}
