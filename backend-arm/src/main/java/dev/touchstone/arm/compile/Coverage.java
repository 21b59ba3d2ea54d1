package dev.touchstone.arm.compile;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
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
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.Quantization;

/** Which nodes this backend takes, and why not the others. */
public final class Coverage {
    /** Tensors stored in more than this do not fit the kernels' 32-bit offsets, together with others. */
    private static final long MAX_BYTES = 1L << 27;

    private Coverage() {}

    /** The backend's answer for a node. */
    public static Support of(Node node) {
        try {
            require(node);
            return Support.SUPPORTED;
        } catch (Refusal e) {
            return e.reason();
        }
    }

    private static void require(Node node) {
        for (var value : node.inputs()) {
            requireSize(value);
        }
        for (var value : node.outputs()) {
            requireSize(value);
            if (value.type().quantization() instanceof Quantization.PerChannel) {
                throw new Refusal("QUANTIZATION", "quantization of " + value.name(), "one scale", "one a channel");
            }
        }
        switch (node.operator()) {
            case Quantize q -> {}
            case Dequantize d -> requireOneScale(node);
            case Conv2d conv -> requireProduct(node, 0);
            case FullyConnected fc -> requireProduct(node, 1);
            case Pool2d pool -> {
                requireSameKind(node);
                requirePool(node, pool);
            }
            case Softmax s -> requireSameKind(node);
            case FakeQuantize q -> requireFakeQuantize(node, q);
            case FakeDequantize d -> requireFakeDequantize(node);
            case BatchNorm norm -> {
                requireFirst(node);
                NormStages.require(node);
            }
            case Unary unary -> {
                requireSameKind(node);
                if (isFloat(node)) {
                    if (RealFunctions.of(unary) == null && DoubleFunctions.of(unary) == null) {
                        throw new Refusal("DATA_TYPE", node.input(0).name(), "int8 with a scale", "float32");
                    }
                    return;
                }
            }
            case Requantize r -> requireInt8(node, false);
            case Binary binary -> requireBinary(node, binary);
            case Pad pad -> requireMove(node);
            case Reduce reduce -> {
                requireSameKind(node);
                if (!isFloat(node)) {
                    ReduceStages.requireInt8(node, reduce);
                }
            }
            case Prelu prelu -> requirePrelu(node, prelu);
            case Concat c -> requireMove(node);
            case Split s -> requireMove(node);
            case Slice s -> requireMove(node);
            case Stack s -> requireMove(node);
            case Transpose t -> requireMove(node);
            case Reshape r -> requireMove(node);
            case Flatten f -> requireMove(node);
            case Squeeze s -> requireMove(node);
            case Unsqueeze u -> requireMove(node);
            case Identity i -> requireMove(node);
            default ->
                throw new Refusal(
                        "OPERATOR",
                        "operator",
                        "those with a kernel",
                        node.operator().name());
        }
    }

    private static void requireSize(Value value) {
        long bytes = storedBytes(value);
        if (bytes > MAX_BYTES) {
            throw new Refusal("SIZE", "size of " + value.name(), "up to " + MAX_BYTES + " bytes", bytes + " bytes");
        }
    }

    /** With the channels that fill up a plane. */
    private static long storedBytes(Value value) {
        var shape = value.type().shape();
        if (shape.rank() != 4 || value.isConstant()) {
            return value.type().bytes();
        }
        int block = Layouts.block(shape.extent(1));
        long channels = (shape.extent(1) + block - 1L) / block * block;
        return value.type().bytes() / shape.extent(1) * channels;
    }

    private static boolean isFloat(Node node) {
        return node.input(0).type().isFloat();
    }

    private static void requireProduct(Node node, int axis) {
        if (!isFloat(node)) {
            requireQuantized(node.input(0), false);
            requireQuantized(node.input(1), true);
            if (!node.output().type().isFloat()) {
                requireQuantized(node.output(), false);
            }
            ProductConstants.of(node, axis);
            return;
        }
        ProductConstants.ofFloats(node, node.input(1).type().shape().extent(axis), null);
        if (!node.input(1).isConstant() || !node.input(1).type().isFloat()) {
            throw new Refusal(
                    "WEIGHT", "weight", "a constant of float32", node.input(1).toString());
        }
        // Padding is computed as zeros here, which are nothing only beside finite weights.
        for (float weight : Weights.floats(ProductConstants.constant(node, 1))) {
            if (!Float.isFinite(weight)) {
                throw new Refusal("WEIGHT", "weight", "finite numbers", Float.toString(weight));
            }
        }
    }

    /** With one threshold that is known beforehand. */
    private static void requireFakeQuantize(Node node, FakeQuantize quantize) {
        if (quantize.axis() >= 0 || quantize.emitsThreshold() || node.inputs().size() != 2) {
            throw new Refusal(
                    "THRESHOLD",
                    "threshold",
                    "one that is an input and not an output",
                    quantize.axis() >= 0 ? "one for each index of axis " + quantize.axis() : "one made from the data");
        }
        ProductConstants.constant(node, 1);
    }

    private static void requireFakeDequantize(Node node) {
        if (!isFloat(node)) {
            throw new Refusal(
                    "DATA_TYPE",
                    node.input(0).name(),
                    "float32",
                    node.input(0).type().toString());
        }
        for (int i = 1; i < node.inputs().size(); i++) {
            ProductConstants.constant(node, i);
        }
    }

    private static void requirePrelu(Node node, Prelu prelu) {
        requireFirst(node);
        if (!isFloat(node) && prelu.mode() == Prelu.Mode.ELEMENT) {
            throw new Refusal("MODE", "mode", "ALL, CHANNEL", "ELEMENT");
        }
        for (float slope : Weights.floats(ProductConstants.constant(node, 1))) {
            if (!Float.isFinite(slope)) {
                throw new Refusal("SLOPE", "slope", "finite numbers", Float.toString(slope));
            }
        }
    }

    /** Only the first input and the output; the others are parameters. */
    private static void requireFirst(Node node) {
        if (isFloat(node) && node.output().type().isFloat()) {
            return;
        }
        requireQuantized(node.input(0), false);
        requireQuantized(node.output(), false);
    }

    private static void requireSameKind(Node node) {
        if (isFloat(node) && node.output().type().isFloat()) {
            return;
        }
        requireInt8(node, false);
    }

    private static void requireOneScale(Node node) {
        if (!(node.input(0).type().quantization() instanceof Quantization.PerTensor)) {
            throw new Refusal("QUANTIZATION", "quantization of " + node.input(0).name(), "one scale", "one a channel");
        }
    }

    /** All of int8, of one scale each, without constants but weights; biases may be anything. */
    private static void requireInt8(Node node, boolean product) {
        int variables = product ? 1 : node.inputs().size();
        for (int i = 0; i < node.inputs().size() && i < (product ? 2 : variables); i++) {
            requireQuantized(node.input(i), product && i == 1);
        }
        for (var output : node.outputs()) {
            requireQuantized(output, false);
        }
    }

    private static void requireQuantized(Value value, boolean perChannel) {
        if (!value.type().isQuantizedInt8()
                || !(perChannel || value.type().quantization() instanceof Quantization.PerTensor)) {
            throw new Refusal(
                    "DATA_TYPE", value.name(), "int8 with a scale", value.type().toString());
        }
        if (!perChannel && value.constant() != null) {
            byte[] bytes = Weights.bytes(value.constant());
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == -128) {
                    throw new Refusal(
                            "INT8_RANGE", "element " + i + " of constant " + value.name(), "-127 to 127", "-128");
                }
            }
        }
    }

    private static void requireMove(Node node) {
        for (var value : node.inputs()) {
            requireMovable(value);
        }
        for (var value : node.outputs()) {
            requireMovable(value);
        }
    }

    private static void requireMovable(Value value) {
        // numbers without a scale are moved as they are
        if (value.type().isFloat() || value.type().quantization() == null) {
            return;
        }
        requireQuantized(value, false);
    }

    private static void requirePool(Node node, Pool2d pool) {
        var shape = node.input(0).type().shape();
        var rows = Windows.rows(pool.window(), shape);
        var columns = Windows.columns(pool.window(), shape);
        if (rows.anyEmpty() || columns.anyEmpty()) {
            throw new Refusal("EMPTY_WINDOW", "window", "one with an element of the image", "one without");
        }
        if ((long) shape.extent(2) * shape.extent(3) > 16_909_320L) {
            throw new Refusal("ACCUMULATOR", "image", "up to 16909320 elements", shape.toString());
        }
    }

    private static void requireBinary(Node node, Binary binary) {
        requireSameKind(node);
        if (isFloat(node)) {
            if (binary instanceof Pow) {
                throw new Refusal("OPERATOR", "operator", "add, sub, mul, div, max, min", "pow");
            }
            return;
        }
        double out = node.output().type().scale();
        double left = node.input(0).type().scale();
        double right = node.input(1).type().scale();
        if (binary instanceof Pow) {
            return;
        }
        if (binary instanceof Div) {
            PairTable.divisionFactor(left, right, out);
        } else if (binary instanceof Mul) {
            ProductConstants.multiplier(left * right / out);
        } else {
            ProductConstants.multiplier(left / out);
            ProductConstants.multiplier(right / out);
        }
    }
}
