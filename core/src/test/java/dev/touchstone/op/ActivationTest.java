package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ActivationTest {
    @Test
    void textIsTheFunctionWithItsNumbers() {
        assertThat(Activation.NONE).hasToString("none");
        assertThat(Activation.RELU).hasToString("relu");
        assertThat(new Activation.Relu6(6)).hasToString("relu6(6.0)");
        assertThat(new Activation.LeakyRelu(0.02f)).hasToString("leaky_relu(0.02)");
        assertThat(new Activation.HardSwish(6, 6, 3)).hasToString("hard_swish(6.0, 6.0, 3.0)");
    }

    @Test
    void refusesNumbersWithoutMeaning() {
        Expected.refusal(() -> new Activation.Relu6(0), "relu6 threshold is 0.0; expected a positive number");
        Expected.refusal(() -> new Activation.Relu6(Float.NaN), "relu6 threshold is NaN; expected a positive number");
        Expected.refusal(
                () -> new Activation.LeakyRelu(Float.NaN), "leaky_relu alpha is NaN; expected a finite number");
        Expected.refusal(
                () -> new Activation.HardSwish(6, 0, 3), "hard_swish scale is 0.0; expected a finite number but 0");
        Expected.refusal(
                () -> new Activation.HardSwish(-1, 6, 3), "hard_swish threshold is -1.0; expected a positive number");
        Expected.refusal(
                () -> new Activation.HardSwish(6, 6, Float.POSITIVE_INFINITY),
                "hard_swish offset is Infinity; expected a finite number");
    }
}
