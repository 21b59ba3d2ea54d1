package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Nodes on uint8 with zero point 128, by rule N12 of {@link Int8Domain}: the same node on int8 computes, between a
 * subtraction of 128 from what comes in and an addition to what goes out. Allocates on every run.
 */
final class Uint8Kernel implements Kernel.WithScratch {
    private static final int ZERO_POINT = 128;

    private final Kernel twin;

    private Uint8Kernel(Kernel twin) {
        this.twin = twin;
    }

    /** Whether anything that the node reads or computes is uint8 with a scale. */
    static boolean applies(Node node) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream()).anyMatch(v -> isQuantized(v.type()));
    }

    /**
     * Prepares the node's twin.
     *
     * @param int8 prepares a node on int8
     * @throws Refusal if a zero point is another one, or if the definition does not cover the twin
     */
    static Kernel prepare(Node node, Kernel.Factory int8) {
        var twin = new Node(node.name(), node.operator(), twins(node.inputs()), twins(node.outputs()));
        if (!twin.faults().isEmpty()) {
            throw Refusal.dataType(node.input(0).type(), "types that the node has with int8 in place of uint8");
        }
        return new Uint8Kernel(int8.prepare(twin));
    }

    private static boolean isQuantized(TensorType type) {
        return type.dataType() == DataType.UINT8 && type.quantization() != null;
    }

    private static List<Value> twins(List<Value> values) {
        return values.stream().map(Uint8Kernel::twin).toList();
    }

    private static Value twin(Value value) {
        if (!isQuantized(value.type())) {
            return value;
        }
        if (!(value.type().quantization() instanceof Quantization.PerTensor p) || p.zeroPoint() != ZERO_POINT) {
            throw new Refusal(new Support.Unsupported(
                    "QUANTIZATION",
                    "quantization of " + value.name(),
                    "one scale and zero point " + ZERO_POINT,
                    String.valueOf(value.type().quantization()),
                    ""));
        }
        var constant = value.constant();
        return constant != null
                ? Value.constant(value.name(), toInt8(constant))
                : Value.variable(value.name(), TensorType.int8(value.type().shape(), p.scale()));
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, Scratch scratch) {
        var results = new ArrayList<Tensor>();
        for (var output : outputs) {
            results.add(isQuantized(output.type()) ? Tensor.allocate(int8(output)) : output);
        }
        twin.run(inputs.stream().map(t -> isQuantized(t.type()) ? toInt8(t) : t).toList(), results, scratch);
        for (int i = 0; i < outputs.size(); i++) {
            if (isQuantized(outputs.get(i).type())) {
                shift(results.get(i), outputs.get(i));
            }
        }
    }

    private static TensorType int8(Tensor tensor) {
        return TensorType.int8(tensor.shape(), tensor.type().scale());
    }

    private static Tensor toInt8(Tensor tensor) {
        var shifted = Tensor.allocate(int8(tensor));
        shift(tensor, shifted);
        return shifted;
    }

    /** Adding and subtracting 128 are the same, modulo 256: the highest bit flips. */
    private static void shift(Tensor from, Tensor to) {
        var source = from.bytes();
        var target = to.bytes();
        for (int i = 0; i < target.length; i++) {
            target[i] = (byte) (source[i] ^ 0x80);
        }
    }
}
