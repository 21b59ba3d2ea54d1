package dev.touchstone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class InvalidGraphExceptionTest {
    @Test
    void everyFaultIsALine() {
        var e = new InvalidGraphException(List.of("one", "two")).at("conv2d_3", "conv2d");

        assertThat(e.faults()).containsExactly("conv2d_3 (conv2d): one", "conv2d_3 (conv2d): two");
        assertThat(e).hasMessage("conv2d_3 (conv2d): one" + System.lineSeparator() + "conv2d_3 (conv2d): two");
    }

    @Test
    void thereIsNoExceptionWithoutAFault() {
        assertThatThrownBy(() -> new InvalidGraphException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
