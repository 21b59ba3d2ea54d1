package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.BinaryKernel;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Div;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;

/** Turns the nodes of a graph into stages, one after another. */
final class Lowering {
    private final Assembly assembly;
    private final Fusion fusion;

    Lowering(Assembly assembly, Fusion fusion) {
        this.assembly = assembly;
        this.fusion = fusion;
    }

    void add(Graph graph) {
        for (var node : graph.nodes()) {
            if (!fusion.isAbsorbed(node)) {
                add(node);
            }
        }
    }

    private void add(Node node) {
        var addition = fusion.at(node);
        if (addition != null) {
            new ProductStages(assembly)
                    .convolution(addition.product(), (Conv2d) addition.product().operator(), addition);
            return;
        }
        var tail = fusion.tailAt(node);
        if (tail != null) {
            new ProductStages(assembly).realConvolution(tail);
            return;
        }
        var reals = new RealStages(assembly);
        var elements = new ElementStages(assembly);
        var moves = new MoveStages(assembly);
        var boundary = new BoundaryStages(assembly);
        switch (node.operator()) {
            case Quantize quantize -> boundary.quantize(node, quantize);
            case Dequantize d -> boundary.dequantize(node);
            case Conv2d conv -> new ProductStages(assembly).convolution(node, conv, null);
            case FullyConnected fc -> new ProductStages(assembly).matrix(node, fc);
            case Pool2d pool when isFloat(node) -> reals.pool(node, pool);
            case Pool2d pool -> new PoolStages(assembly).add(node, pool);
            case BatchNorm norm -> new NormStages(assembly).add(node);
            case Softmax softmax when isFloat(node) -> reals.softmax(node, softmax);
            case FakeQuantize quantize -> reals.fakeQuantize(node, quantize);
            case FakeDequantize dequantize -> reals.fakeDequantize(node, dequantize);
            case Softmax softmax -> new SoftmaxStages(assembly).add(node, softmax);
            case Unary unary when isFloat(node) -> reals.unary(node, unary);
            case Binary binary when isFloat(node) -> reals.binary(node, binary);
            case Unary unary -> elements.unary(node, unary);
            case Requantize r ->
                elements.table(
                        node,
                        Int8Table.of(
                                x -> x,
                                node.input(0).type().scale(),
                                node.output().type().scale()));
            case Add add -> elements.binary(node, add.axis(), BinaryKernel.Kind.ADD);
            case Sub sub -> elements.binary(node, sub.axis(), BinaryKernel.Kind.SUB);
            case Mul mul -> elements.binary(node, mul.axis(), BinaryKernel.Kind.MUL);
            case Max max -> elements.binary(node, max.axis(), BinaryKernel.Kind.MAX);
            case Min min -> elements.binary(node, min.axis(), BinaryKernel.Kind.MIN);
            case Div div ->
                elements.pairs(node, div.axis(), PairTable.of(div, scale(node, 0), scale(node, 1), outScale(node)));
            case Pow pow ->
                elements.pairs(node, pow.axis(), PairTable.of(pow, scale(node, 0), scale(node, 1), outScale(node)));
            case Prelu p when isFloat(node) -> reals.prelu(node);
            case Prelu p -> elements.prelu(node);
            case Concat concat -> moves.concat(node, concat);
            case Split split -> moves.split(node, split);
            case Slice slice -> moves.slice(node, slice);
            case Stack stack -> moves.stack(node, stack);
            case Transpose transpose -> moves.transpose(node, transpose);
            case Pad pad when pad.mode() != Pad.Mode.CONSTANT -> moves.extend(node, pad);
            case Pad pad -> moves.pad(node, pad);
            case Reduce reduce -> new ReduceStages(assembly).add(node, reduce);
            case Reshape r -> moves.reshape(node);
            case Flatten f -> moves.reshape(node);
            case Squeeze s -> moves.reshape(node);
            case Unsqueeze u -> moves.reshape(node);
            case Identity i -> moves.reshape(node);
            default -> throw new IllegalStateException(node.label() + " is not supported, and was not refused");
        }
    }

    private static float scale(Node node, int input) {
        return node.input(input).type().scale();
    }

    private static float outScale(Node node) {
        return node.output().type().scale();
    }

    private static boolean isFloat(Node node) {
        return node.output().type().isFloat();
    }
}
