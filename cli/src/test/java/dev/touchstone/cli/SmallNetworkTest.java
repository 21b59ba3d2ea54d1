package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.runtime.BackendStatus;
import dev.touchstone.runtime.Backends;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmallNetworkTest {
    @Test
    void runsWholeWhereThereIsMachineCode() {
        var here = Backends.find().reports().stream()
                .anyMatch(r -> r.name().equals(Optional.of("arm")) && r.status() instanceof BackendStatus.Available);
        assumeTrue(here, "no machine code here; 'touchstone backends' says why");

        assertThatCode(SmallNetwork::run).doesNotThrowAnyException();
    }
}
