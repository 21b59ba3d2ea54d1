package dev.touchstone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TouchstoneVersionTest {
    @Test
    void isTheBuildsOrSaysThatItIsNotKnown() {
        assertThat(TouchstoneVersion.number()).matches("\\d+\\.\\d+.*|unknown");
    }
}
