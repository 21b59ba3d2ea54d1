package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Value;
import dev.touchstone.op.FakeDequantize;
import java.util.ArrayList;
import java.util.List;

/** {@code fake_dequantize_max_abs}, {@code fake_channel_wise_dequantize_max_abs}, {@code dequantize_linear}. */
final class FakeDequantizeLowering {
    private FakeDequantizeLowering() {}

    /** One scale; {@code max_range} also carries the weights' step. */
    static Lowering.Step maxAbs(OpReader op) {
        return step(op, "Out", List.of(op.input("Scale")), new FakeDequantize(-1, op.real("max_range")), false);
    }

    /** A scale for each weight channel, perhaps another one for the activation. */
    static Lowering.Step channelWise(OpReader op) {
        var scales = op.inputs("Scales");
        if (scales.size() > 2) {
            throw op.place().malformed("slot 'Scales'", "has " + scales.size() + " arguments; expected 1 or 2");
        }
        var bits = op.integers("quant_bits", List.of(8));
        if (bits.size() < scales.size()) {
            throw op.place()
                    .malformed("attribute 'quant_bits'", "is " + bits + "; expected one for each argument of 'Scales'");
        }
        float divisor = 1;
        for (int i = 0; i < scales.size(); i++) {
            divisor *= range("quant_bits", bits.get(i));
        }
        int axis = op.integer("quant_axis", 0);
        if (axis != 0 && axis != 1) {
            throw op.refuse("quant_axis", axis, "0 or 1");
        }
        // With two scales the channels of a product are meant, which stand behind its rows.
        int columns = op.integer("x_num_col_dims", 1);
        return step(
                op,
                "Out",
                scales,
                new FakeDequantize(scales.size() == 1 ? axis : Math.max(columns, 0), divisor),
                false);
    }

    static Lowering.Step linear(OpReader op) {
        int axis = FakeQuantizeLowering.linearAxis(op);
        FakeQuantizeLowering.ignoreZeroPoint(op);
        var dequantize = new FakeDequantize(axis, range("bit_length", op.integer("bit_length", 8)));
        op.integer("round_type", 0);
        op.flag("only_observer", false);
        return step(op, "Y", List.of(op.input("Scale")), dequantize, true);
    }

    private static Lowering.Step step(
            OpReader op, String slot, List<Ref> scales, FakeDequantize dequantize, boolean storedIntegers) {
        var x = op.input("X");
        var out = op.output(slot);
        return nodes -> {
            var input = nodes.value(x);
            if (!storedIntegers && !input.type().isFloat()) {
                throw new InvalidGraphException("input is " + input.type() + "; expected float32");
            }
            var operands = new ArrayList<>(List.of(input));
            operands.addAll(nodes.values(scales));
            nodes.emit(out, dequantize, operands.toArray(Value[]::new));
        };
    }

    private static int range(String attribute, int bits) {
        if (bits < 2 || bits > 16) {
            throw new InvalidGraphException("attribute '" + attribute + "' is " + bits + "; expected 2 to 16");
        }
        return (1 << (bits - 1)) - 1;
    }
}
