package dev.touchstone.conformance.teeth;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.Elu;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Floor;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Hw;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import java.util.List;
import java.util.function.UnaryOperator;

/** Attributes that are ignored, swapped or taken for others. */
final class AttributeMutants {
    private static final String SLOPES = "unary/U1 unary/U3";
    private static final String FORMULAS = "unary/U1 unary/U4";

    private AttributeMutants() {}

    static List<Mutant> all() {
        return List.of(
                operator(
                        "conv-swaps-strides",
                        "conv2d/C3",
                        o -> o instanceof Conv2d c ? with(c, swapped(c.stride()), c.padding(), c.dilation()) : o),
                operator(
                        "conv-ignores-dilation",
                        "conv2d/C3 conv2d/C2",
                        o -> o instanceof Conv2d c ? with(c, c.stride(), c.padding(), Hw.ONE) : o),
                operator(
                        "conv-swaps-dilations",
                        "conv2d/C3 conv2d/C2",
                        o -> o instanceof Conv2d c ? with(c, c.stride(), c.padding(), swapped(c.dilation())) : o),
                operator(
                        "conv-swaps-begin-and-end-padding",
                        "conv2d/C2",
                        o -> o instanceof Conv2d c ? with(c, c.stride(), ends(c.padding()), c.dilation()) : o),
                operator(
                        "conv-swaps-rows-and-columns-of-padding",
                        "conv2d/C2",
                        o -> o instanceof Conv2d c ? with(c, c.stride(), axes(c.padding()), c.dilation()) : o),
                operator(
                        "conv-takes-same-as-centred",
                        "conv2d/C2",
                        o -> o instanceof Conv2d c && c.padding().mode() == Padding.Mode.SAME
                                ? with(c, c.stride(), Padding.explicit(1, 1, 1, 1), c.dilation())
                                : o),
                operator(
                        "conv-loses-activation",
                        "conv2d/C9",
                        o -> o instanceof Conv2d c ? c.withActivation(Activation.NONE) : o),
                operator(
                        "conv-takes-relu-for-every-activation",
                        "conv2d/C9",
                        o -> o instanceof Conv2d c && !c.activation().equals(Activation.NONE)
                                ? c.withActivation(Activation.RELU)
                                : o),
                operator(
                        "conv-ignores-leaky-slope",
                        "conv2d/C9",
                        o -> o instanceof Conv2d c && c.activation() instanceof Activation.LeakyRelu
                                ? c.withActivation(new Activation.LeakyRelu(0.01f))
                                : o),
                operator(
                        "conv-ignores-hard-swish-offset",
                        "conv2d/C9",
                        o -> o instanceof Conv2d c && c.activation() instanceof Activation.HardSwish h
                                ? c.withActivation(new Activation.HardSwish(h.threshold(), h.scale(), 0))
                                : o),
                operator(
                        "conv-doubles-relu6-threshold",
                        "conv2d/C9",
                        o -> o instanceof Conv2d c && c.activation() instanceof Activation.Relu6(float t)
                                ? c.withActivation(new Activation.Relu6(2 * t))
                                : o),
                operator(
                        "fc-loses-activation",
                        "fully_connected/F5 fully_connected/F2",
                        o -> o instanceof FullyConnected f ? f.withActivation(Activation.NONE) : o),
                operator(
                        "fc-takes-relu-for-every-activation",
                        "fully_connected/F5 fully_connected/F2",
                        o -> o instanceof FullyConnected f && !f.activation().equals(Activation.NONE)
                                ? f.withActivation(Activation.RELU)
                                : o),
                operator(
                        "mat_mul-ignores-alpha",
                        "mat_mul/F4",
                        o -> o instanceof MatMul m ? new MatMul(m.transposeX(), m.transposeY(), 1) : o),
                operator(
                        "mat_mul-ignores-transposed-x",
                        "mat_mul/F4 mat_mul/F7",
                        o -> o instanceof MatMul m ? new MatMul(false, m.transposeY(), m.alpha()) : o),
                operator(
                        "mat_mul-ignores-transposed-y",
                        "mat_mul/F4 mat_mul/F7",
                        o -> o instanceof MatMul m ? new MatMul(m.transposeX(), false, m.alpha()) : o),
                operator(
                        "pool-counts-padding",
                        "pool2d/P7",
                        o -> o instanceof Pool2d p ? new Pool2d(p.kind(), p.window(), true) : o),
                operator(
                        "pool-never-counts-padding",
                        "pool2d/P8",
                        o -> o instanceof Pool2d p ? new Pool2d(p.kind(), p.window(), false) : o),
                operator(
                        "pool-swaps-strides",
                        "pool2d/P3",
                        o -> o instanceof Pool2d p ? new Pool2d(p.kind(), strided(p.window()), p.countPadding()) : o),
                operator(
                        "pool-swaps-begin-and-end-padding",
                        "pool2d/P3 pool2d/P2",
                        o -> o instanceof Pool2d p ? new Pool2d(p.kind(), padded(p.window()), p.countPadding()) : o),
                operator(
                        "pool-takes-average-for-maximum",
                        "pool2d/P5 pool2d/P6 pool2d/P11",
                        o -> o instanceof Pool2d p ? new Pool2d(Pool2d.Kind.AVERAGE, p.window(), p.countPadding()) : o),
                operator(
                        "pool-takes-maximum-for-average",
                        "pool2d/P10 pool2d/P12",
                        o -> o instanceof Pool2d p ? new Pool2d(Pool2d.Kind.MAX, p.window(), p.countPadding()) : o),
                operator(
                        "clip-ignores-minimum",
                        SLOPES,
                        o -> o instanceof Clip c ? new Clip(Float.NEGATIVE_INFINITY, c.max()) : o),
                operator(
                        "clip-ignores-maximum",
                        SLOPES,
                        o -> o instanceof Clip c ? new Clip(c.min(), Float.POSITIVE_INFINITY) : o),
                operator("relu6-always-ends-at-six", SLOPES, o -> o instanceof Relu6 ? new Relu6(6) : o),
                operator(
                        "leaky_relu-has-slope-one-percent",
                        SLOPES,
                        o -> o instanceof LeakyRelu ? new LeakyRelu(0.01f) : o),
                operator("leaky_relu-is-relu", SLOPES, o -> o instanceof LeakyRelu ? new Relu() : o),
                operator(
                        "hard_sigmoid-has-default-slope",
                        SLOPES,
                        o -> o instanceof HardSigmoid h ? new HardSigmoid(0.2f, h.offset()) : o),
                operator(
                        "hard_sigmoid-has-default-offset",
                        SLOPES,
                        o -> o instanceof HardSigmoid h ? new HardSigmoid(h.slope(), 0.5f) : o),
                operator(
                        "hard_swish-has-default-scale",
                        SLOPES,
                        o -> o instanceof HardSwish h ? new HardSwish(h.threshold(), 6, h.offset()) : o),
                operator(
                        "hard_swish-ignores-offset",
                        SLOPES,
                        o -> o instanceof HardSwish h ? new HardSwish(h.threshold(), h.scale(), 0) : o),
                operator(
                        "scale-adds-first",
                        SLOPES,
                        o -> o instanceof Scale s ? new Scale(s.scale(), s.bias(), false) : o),
                operator(
                        "scale-adds-last",
                        SLOPES,
                        o -> o instanceof Scale s ? new Scale(s.scale(), s.bias(), true) : o),
                operator(
                        "scale-ignores-bias",
                        SLOPES,
                        o -> o instanceof Scale s ? new Scale(s.scale(), 0, s.biasAfterScale()) : o),
                operator("elu-has-alpha-one", FORMULAS, o -> o instanceof Elu ? new Elu(1) : o),
                operator("swish-has-beta-one", FORMULAS, o -> o instanceof Swish ? new Swish(1) : o),
                operator("gelu-is-never-approximate", FORMULAS, o -> o instanceof Gelu ? new Gelu(false) : o),
                operator("gelu-is-always-approximate", FORMULAS, o -> o instanceof Gelu ? new Gelu(true) : o),
                operator("mish-is-swish", FORMULAS, o -> o instanceof Mish ? new Swish(1) : o),
                operator("softplus-is-relu", FORMULAS, o -> o instanceof Softplus ? new Relu() : o),
                operator("sigmoid-is-hard", FORMULAS, o -> o instanceof Sigmoid ? new HardSigmoid(0.2f, 0.5f) : o),
                operator("tanh-is-sigmoid", FORMULAS, o -> o instanceof Tanh ? new Sigmoid() : o),
                operator("round-is-floor", FORMULAS, o -> o instanceof Round ? new Floor() : o),
                operator("ceil-is-round", FORMULAS, o -> o instanceof Ceil ? new Round() : o),
                operator("floor-is-ceil", FORMULAS, o -> o instanceof Floor ? new Ceil() : o),
                operator("abs-is-relu", FORMULAS, o -> o instanceof Abs ? new Relu() : o),
                operator("square-is-abs", FORMULAS, o -> o instanceof Square ? new Abs() : o),
                operator("rsqrt-is-sqrt", FORMULAS, o -> o instanceof Rsqrt ? new Sqrt() : o),
                operator("reciprocal-is-rsqrt", FORMULAS, o -> o instanceof Reciprocal ? new Rsqrt() : o),
                operator("sub-is-add", "binary/E2 binary/E3", o -> o instanceof Sub s ? new Add(s.axis()) : o),
                operator("div-is-mul", "binary/E2 binary/E5", o -> o instanceof Div d ? new Mul(d.axis()) : o),
                operator("max-is-min", "binary/E2 binary/E6", o -> o instanceof Max m ? new Min(m.axis()) : o),
                operator("min-is-max", "binary/E2 binary/E6", o -> o instanceof Min m ? new Max(m.axis()) : o),
                operator("broadcast-ignores-axis", "binary/E1", AttributeMutants::withoutAxis),
                operator(
                        "softmax-takes-last-axis",
                        "softmax/S1 softmax/S2 softmax/S3",
                        o -> o instanceof Softmax ? new Softmax(-1) : o),
                operator(
                        "l2_norm-ignores-epsilon",
                        "l2_norm/L1 l2_norm/L2",
                        o -> o instanceof L2Norm n ? new L2Norm(n.axis(), 0) : o),
                operator(
                        "l2_norm-takes-last-axis",
                        "l2_norm/L1 l2_norm/L2",
                        o -> o instanceof L2Norm n ? new L2Norm(-1, n.epsilon()) : o),
                operator(
                        "p_norm-has-order-two",
                        "p_norm/L3",
                        o -> o instanceof PNorm n ? new PNorm(2, n.axis(), n.keepAxis()) : o),
                operator(
                        "batch_norm-ignores-epsilon",
                        "batch_norm/B1 batch_norm/B2 batch_norm/B3",
                        o -> o instanceof BatchNorm ? new BatchNorm(0) : o),
                operator(
                        "mean-is-sum",
                        "reduce/R1 reduce/R2",
                        o -> o instanceof Reduce r && r.kind() == Reduce.Kind.MEAN
                                ? new Reduce(Reduce.Kind.SUM, r.axes(), r.keepAxes())
                                : o),
                operator(
                        "sum-is-mean",
                        "reduce/R1 reduce/R2",
                        o -> o instanceof Reduce r && r.kind() == Reduce.Kind.SUM
                                ? new Reduce(Reduce.Kind.MEAN, r.axes(), r.keepAxes())
                                : o),
                operator(
                        "reduced-maximum-is-minimum",
                        "reduce/R1 reduce/R3",
                        o -> o instanceof Reduce r && r.kind() == Reduce.Kind.MAX
                                ? new Reduce(Reduce.Kind.MIN, r.axes(), r.keepAxes())
                                : o),
                operator(
                        "product-is-sum",
                        "reduce/R1 reduce/R2",
                        o -> o instanceof Reduce r && r.kind() == Reduce.Kind.PRODUCT
                                ? new Reduce(Reduce.Kind.SUM, r.axes(), r.keepAxes())
                                : o),
                operator(
                        "arg_max-finds-the-other-end",
                        "arg_max/R4",
                        o -> o instanceof ArgMax a
                                ? new ArgMax(
                                        a.kind() == ArgMax.Kind.MAX ? ArgMax.Kind.MIN : ArgMax.Kind.MAX,
                                        a.axis(),
                                        a.keepAxis(),
                                        a.result())
                                : o),
                operator(
                        "transpose-permutes-backwards",
                        "transpose/M1 transpose/M2",
                        o -> o instanceof Transpose t ? inverse(t) : o),
                operator(
                        "pad-fills-with-zero",
                        "pad/M4",
                        o -> o instanceof Pad p ? new Pad(p.mode(), p.before(), p.after(), 0) : o),
                operator(
                        "pad-reflects-at-the-edge",
                        "pad/M4",
                        o -> o instanceof Pad p && p.mode() == Pad.Mode.REFLECT
                                ? new Pad(Pad.Mode.EDGE, p.before(), p.after(), p.value())
                                : o),
                operator(
                        "pad-repeats-no-circle",
                        "pad/M4",
                        o -> o instanceof Pad p && p.mode() == Pad.Mode.CIRCULAR
                                ? new Pad(Pad.Mode.EDGE, p.before(), p.after(), p.value())
                                : o),
                operator(
                        "pad-swaps-before-and-after",
                        "pad/M1 pad/M4",
                        o -> o instanceof Pad p ? new Pad(p.mode(), p.after(), p.before(), p.value()) : o),
                operator(
                        "resize-never-aligns-corners",
                        "resize/I1 resize/I2 resize/I3",
                        o -> o instanceof Resize r && r.coordinates() == Resize.Coordinates.ALIGN_CORNERS
                                ? new Resize(r.method(), r.size(), Resize.Coordinates.ASYMMETRIC, r.scales())
                                : o),
                operator(
                        "resize-has-no-half-pixels",
                        "resize/I3",
                        o -> o instanceof Resize r && r.coordinates() == Resize.Coordinates.HALF_PIXEL
                                ? new Resize(r.method(), r.size(), Resize.Coordinates.ASYMMETRIC, r.scales())
                                : o),
                operator(
                        "resize-ignores-scales",
                        "resize/I1",
                        o -> o instanceof Resize r ? new Resize(r.method(), r.size(), r.coordinates(), List.of()) : o),
                operator(
                        "resize-takes-nearest-for-bilinear",
                        "resize/I3 resize/I4",
                        o -> o instanceof Resize r && r.coordinates() != Resize.Coordinates.HALF_PIXEL
                                ? new Resize(Resize.Method.NEAREST, r.size(), r.coordinates(), r.scales())
                                : o),
                operator(
                        "fake_quantize-rounds-in-the-other-order",
                        "fake_quantize/Q2 fake_quantize/Q3",
                        o -> o instanceof FakeQuantize f
                                ? new FakeQuantize(
                                        f.order() == FakeQuantize.Order.CLIP_THEN_ROUND
                                                ? FakeQuantize.Order.ROUND_THEN_CLIP
                                                : FakeQuantize.Order.CLIP_THEN_ROUND,
                                        f.bits(),
                                        f.axis(),
                                        f.dequantize(),
                                        f.emitsThreshold())
                                : o),
                operator(
                        "fake_quantize-has-eight-bits",
                        "fake_quantize/Q1",
                        o -> o instanceof FakeQuantize f
                                ? new FakeQuantize(f.order(), 8, f.axis(), f.dequantize(), f.emitsThreshold())
                                : o),
                operator(
                        "fake_quantize-leaves-integers",
                        "fake_quantize/Q4",
                        o -> o instanceof FakeQuantize f
                                ? new FakeQuantize(f.order(), f.bits(), f.axis(), false, f.emitsThreshold())
                                : o),
                operator(
                        "fake_dequantize-divides-by-127",
                        "fake_dequantize/Q6 fake_dequantize/Q7",
                        o -> o instanceof FakeDequantize f ? new FakeDequantize(f.axis(), 127) : o));
    }

    private static Mutant operator(String name, String rules, UnaryOperator<Operator> change) {
        return Mutant.of(name, rules, (Fault.Rewriting)
                n -> new Node(n.name(), change.apply(n.operator()), n.inputs(), n.outputs()));
    }

    private static Conv2d with(Conv2d conv, Hw stride, Padding padding, Hw dilation) {
        return new Conv2d(stride, padding, dilation, conv.groups(), conv.activation());
    }

    private static Hw swapped(Hw pair) {
        return new Hw(pair.w(), pair.h());
    }

    private static Padding ends(Padding p) {
        return p.mode() == Padding.Mode.EXPLICIT
                ? Padding.explicit(
                        /* top= */ p.bottom(), /* bottom= */ p.top(), /* left= */ p.right(), /* right= */ p.left())
                : p;
    }

    private static Padding axes(Padding p) {
        return p.mode() == Padding.Mode.EXPLICIT
                ? Padding.explicit(
                        /* top= */ p.left(), /* bottom= */ p.right(), /* left= */ p.top(), /* right= */ p.bottom())
                : p;
    }

    private static Window strided(Window window) {
        return window instanceof Window.Sliding s
                ? new Window.Sliding(s.kernel(), swapped(s.stride()), s.padding(), s.ceil())
                : window;
    }

    private static Window padded(Window window) {
        return window instanceof Window.Sliding s
                ? new Window.Sliding(s.kernel(), s.stride(), ends(s.padding()), s.ceil())
                : window;
    }

    private static Operator withoutAxis(Operator operator) {
        return switch (operator) {
            case Add o -> new Add(-1);
            case Sub o -> new Sub(-1);
            case Mul o -> new Mul(-1);
            case Div o -> new Div(-1);
            case Max o -> new Max(-1);
            case Min o -> new Min(-1);
            case Pow o -> new Pow(-1);
            default -> operator;
        };
    }

    private static Transpose inverse(Transpose t) {
        var axes = new Integer[t.permutation().size()];
        for (int i = 0; i < axes.length; i++) {
            axes[t.permutation().get(i)] = i;
        }
        return new Transpose(List.of(axes));
    }
}
