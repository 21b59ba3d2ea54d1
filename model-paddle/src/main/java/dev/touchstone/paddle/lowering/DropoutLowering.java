package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Scale;
import java.util.Map;

/** {@code dropout} at inference: nothing is dropped, but the older implementation scales by what training kept. */
final class DropoutLowering {
    private static final Map<String, Boolean> SCALES = Map.of("downgrade_in_infer", true, "upscale_in_train", false);

    private DropoutLowering() {}

    static Lowering.Step prepare(OpReader op) {
        float probability = op.real("dropout_prob", 0.5f);
        if (!(probability >= 0 && probability <= 1)) {
            throw new InvalidGraphException("attribute 'dropout_prob' is " + probability + "; expected 0 to 1");
        }
        boolean scales = op.choice("dropout_implementation", "downgrade_in_infer", SCALES);
        if (!op.flag("is_test", false)) {
            op.warn("attribute 'is_test' is false; computed as at inference all the same");
        }
        return ActivationLowering.unary(op, scales ? new Scale(1 - probability, 0, true) : new Identity());
    }
}
