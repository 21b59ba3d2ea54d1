package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Div;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Floor;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Identity;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Log;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Max;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Scale;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Split;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import java.util.Map;

/** Which kernel defines which operator: one line each. */
final class Kernels {
    private Kernels() {}

    private static final Map<Class<? extends Operator>, Kernel.Factory> TABLE = Map.ofEntries(
            entry(Abs.class, UnaryKernel::prepare),
            entry(Add.class, BinaryKernel::prepare),
            entry(ArgMax.class, ArgMaxKernel::prepare),
            entry(BatchNorm.class, BatchNormKernel::prepare),
            entry(Cast.class, CastKernel::prepare),
            entry(Ceil.class, UnaryKernel::prepare),
            entry(Clip.class, UnaryKernel::prepare),
            entry(Concat.class, ConcatKernel::prepare),
            entry(Conv2d.class, Conv2dKernel::prepare),
            entry(Dequantize.class, DequantizeKernel::prepare),
            entry(Div.class, BinaryKernel::prepare),
            entry(Elu.class, UnaryKernel::prepare),
            entry(Exp.class, UnaryKernel::prepare),
            entry(FakeDequantize.class, FakeDequantizeKernel::prepare),
            entry(FakeQuantize.class, FakeQuantizeKernel::prepare),
            entry(Flatten.class, ReshapeKernel::prepare),
            entry(Floor.class, UnaryKernel::prepare),
            entry(FullyConnected.class, FullyConnectedKernel::prepare),
            entry(Gelu.class, UnaryKernel::prepare),
            entry(HardSigmoid.class, UnaryKernel::prepare),
            entry(HardSwish.class, UnaryKernel::prepare),
            entry(Identity.class, ReshapeKernel::prepare),
            entry(L2Norm.class, L2NormKernel::prepare),
            entry(LeakyRelu.class, UnaryKernel::prepare),
            entry(Log.class, UnaryKernel::prepare),
            entry(MatMul.class, MatMulKernel::prepare),
            entry(Max.class, BinaryKernel::prepare),
            entry(MaxPool2dWithIndex.class, MaxPool2dWithIndexKernel::prepare),
            entry(Min.class, BinaryKernel::prepare),
            entry(Mish.class, UnaryKernel::prepare),
            entry(Mul.class, BinaryKernel::prepare),
            entry(PNorm.class, PNormKernel::prepare),
            entry(Pad.class, PadKernel::prepare),
            entry(Pool2d.class, Pool2dKernel::prepare),
            entry(Pow.class, BinaryKernel::prepare),
            entry(Prelu.class, PreluKernel::prepare),
            entry(Quantize.class, QuantizeKernel::prepare),
            entry(Reciprocal.class, UnaryKernel::prepare),
            entry(Reduce.class, ReduceKernel::prepare),
            entry(Relu.class, UnaryKernel::prepare),
            entry(Relu6.class, UnaryKernel::prepare),
            entry(Requantize.class, RequantizeKernel::prepare),
            entry(Reshape.class, ReshapeKernel::prepare),
            entry(Resize.class, ResizeKernel::prepare),
            entry(Round.class, UnaryKernel::prepare),
            entry(Rsqrt.class, UnaryKernel::prepare),
            entry(Scale.class, UnaryKernel::prepare),
            entry(ShapeOf.class, ShapeOfKernel::prepare),
            entry(Sigmoid.class, UnaryKernel::prepare),
            entry(Slice.class, SliceKernel::prepare),
            entry(Softmax.class, SoftmaxKernel::prepare),
            entry(Softplus.class, UnaryKernel::prepare),
            entry(Split.class, SplitKernel::prepare),
            entry(Sqrt.class, UnaryKernel::prepare),
            entry(Square.class, UnaryKernel::prepare),
            entry(Squeeze.class, ReshapeKernel::prepare),
            entry(Stack.class, StackKernel::prepare),
            entry(Sub.class, BinaryKernel::prepare),
            entry(Swish.class, UnaryKernel::prepare),
            entry(Tanh.class, UnaryKernel::prepare),
            entry(Transpose.class, TransposeKernel::prepare),
            entry(Unsqueeze.class, ReshapeKernel::prepare));

    /**
     * The prepared kernel of a node.
     *
     * @throws Refusal if the definition does not cover it
     */
    static Kernel prepare(Node node) {
        var factory = TABLE.get(node.operator().getClass());
        if (factory == null) {
            throw new Refusal(new Support.Unsupported(
                    "OPERATOR",
                    "operator",
                    "the operators with a kernel",
                    node.operator().name(),
                    ""));
        }
        if (Uint8Kernel.applies(node)) {
            return Uint8Kernel.prepare(node, Kernels::prepare);
        }
        Int8Domain.require(node);
        return factory.prepare(node);
    }

    private static Map.Entry<Class<? extends Operator>, Kernel.Factory> entry(
            Class<? extends Operator> operator, Kernel.Factory factory) {
        return Map.entry(operator, factory);
    }
}
