package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.BackendProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Two available backends of one priority are an error for who chooses none, so ours must differ. */
final class BackendPrioritiesTest {
    @Test
    void neuralProcessorsComeFirstAndTheDefinitionLast() {
        var names = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted((a, b) -> Integer.compare(b.priority(), a.priority()))
                .toList();

        assertThat(names).extracting(BackendProvider::name).containsExactly("rknpu", "arm", "reference");
        assertThat(names).extracting(BackendProvider::priority).doesNotHaveDuplicates();
    }
}
