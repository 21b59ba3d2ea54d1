package dev.touchstone.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeparationTest {
    @Test
    void everyPairOfProfilesHasACaseThatSeparatesIt() {
        assertThat(Separation.standard().together()).isEmpty();
        assertThat(Separation.standard().names()).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }
}
