package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import java.util.List;

/** {@code batch_norm}, {@code sync_batch_norm} with recorded statistics. */
final class BatchNormLowering {
    private BatchNormLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var parameters = List.of(op.input("Scale"), op.input("Bias"), op.input("Mean"), op.input("Variance"));
        var out = op.output("Y");
        boolean recorded = op.flag("use_global_stats", false);
        if (!op.flag("is_test", false) && !recorded) {
            throw op.refuse(
                    "is_test",
                    "false without use_global_stats",
                    "true: the statistics of a batch are not computed; export the program for inference");
        }
        op.refuseIfSet("fuse_with_relu");
        requireSame(op, "Mean", "MeanOut");
        requireSame(op, "Variance", "VarianceOut");
        var norm = new BatchNorm(op.real("epsilon", 1e-5f));
        var layout = ImageLayout.ofImage(op, "data_layout");
        return nodes -> {
            var input = nodes.value(x);
            boolean moves = layout == ImageLayout.CHANNELS_LAST && input.type().rank() > 2;
            var operands = new Value[5];
            operands[0] = moves ? nodes.channelsFirst(input) : input;
            for (int i = 1; i < operands.length; i++) {
                operands[i] = nodes.value(parameters.get(i - 1));
            }
            requirePositive(operands[4], norm.epsilon());
            if (moves) {
                nodes.emitChannelsLast(out, nodes.help("norm", norm, operands));
            } else {
                nodes.emit(out, norm, operands);
            }
        };
    }

    private static void requireSame(OpReader op, String input, String output) {
        var written = op.outputName(output);
        if (written.isPresent() && !written.equals(op.inputName(input))) {
            throw op.place()
                    .malformed(
                            "output slot '" + output + "'",
                            "is '" + written.get() + "'; expected the variable of slot '" + input + "'");
        }
    }

    /** Rule B4. */
    private static void requirePositive(Value variance, float epsilon) {
        var known = variance.constant();
        if (known == null || !known.type().isFloat()) {
            return;
        }
        var elements = known.toFloats();
        for (int c = 0; c < elements.length; c++) {
            if (!(elements[c] + epsilon > 0)) {
                throw new InvalidGraphException("variance of channel " + c + " is " + elements[c] + ", with epsilon "
                        + epsilon + "; expected a positive sum");
            }
        }
    }
}
