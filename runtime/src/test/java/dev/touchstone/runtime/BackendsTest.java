package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.reference.ReferenceBackendProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BackendsTest {
    /** A provider whose answers may be anything, exceptions included. */
    private record Odd(Supplier<String> naming, Supplier<Availability> probing) implements BackendProvider {
        @Override
        public String name() {
            return naming.get();
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public Availability probe() {
            return probing.get();
        }

        @Override
        public Backend open(BackendOptions options) {
            throw new AssertionError("opened");
        }
    }

    /** Another class with the behaviour of a fake, for names that occur twice. */
    private record Namesake(int priority) implements BackendProvider {
        @Override
        public String name() {
            return "npu";
        }

        @Override
        public Availability probe() {
            return new Availability.Available(List.of());
        }

        @Override
        public Backend open(BackendOptions options) {
            throw new AssertionError("opened");
        }
    }

    private static final Availability AVAILABLE = new Availability.Available(List.of());

    private static List<String> texts(Backends backends) {
        return backends.reports().stream().map(BackendReport::toString).toList();
    }

    @Test
    void findsTheReference() {
        var report = Backends.find().reports().stream()
                .filter(r -> r.name().equals(Optional.of("reference")))
                .findFirst()
                .orElseThrow();
        assertThat(report.className()).contains(ReferenceBackendProvider.class.getName());
        assertThat(report.location().orElseThrow()).contains("ops-reference");
        assertThat(report.priority()).hasValue(Integer.MIN_VALUE);
        assertThat(report).hasToString("reference: available: plain Java, one thread");
    }

    @Test
    void ordersByPriorityWithTheReferenceLast() {
        var backends = Backends.of(
                new FakeProvider("slow", -5),
                new FakeProvider("reference", 100),
                new FakeProvider("npu", 50),
                new FakeProvider("simd", 10));
        assertThat(backends.defaultOrder()).containsExactly("npu", "simd", "slow", "reference");
    }

    @Test
    void leavesOutWhatIsUnavailable() {
        var backends = Backends.of(
                new FakeProvider("npu", 50).unavailable("no /dev/npu", "load the driver: modprobe galcore"),
                new FakeProvider("simd", 10));
        assertThat(backends.defaultOrder()).containsExactly("simd");
        assertThat(texts(backends))
                .containsExactly(
                        "simd: available: made for a test",
                        "npu: unavailable: no /dev/npu; load the driver: modprobe galcore");
    }

    @Test
    void refusesToChooseBetweenEqualPriorities() {
        var backends =
                Backends.of(new FakeProvider("alpha", 5), new FakeProvider("gamma", 7), new FakeProvider("beta", 5));
        assertThatThrownBy(backends::defaultOrder)
                .isInstanceOf(AmbiguousOrderException.class)
                .hasMessage("backends alpha and beta are all available with priority 5; name the order to use them in,"
                        + " for example SessionOptions.withBackends(\"alpha\", \"beta\")")
                .extracting(e -> ((AmbiguousOrderException) e).backends())
                .isEqualTo(List.of("alpha", "beta"));
        assertThat(backends.select(List.of("beta", "alpha"), BackendOptions.defaults()))
                .extracting(Backends.Selected::name)
                .containsExactly("beta", "alpha");
    }

    @Test
    void asksANamedOneWithItsSettings() {
        var backends = Backends.of(new FakeProvider("npu", 50).needing("library"));
        assertThatThrownBy(() -> backends.select(List.of("npu"), BackendOptions.defaults()))
                .hasMessage("backend npu: unavailable: setting library is missing");
        var options = new BackendOptions(1, Map.of("library", "x.so"));
        assertThat(backends.select(List.of("npu"), options)).hasSize(1);
    }

    @Test
    void doesNotMindEqualPrioritiesOfWhatIsUnavailable() {
        var backends =
                Backends.of(new FakeProvider("alpha", 5), new FakeProvider("beta", 5).unavailable("no device", ""));
        assertThat(backends.defaultOrder()).containsExactly("alpha");
    }

    @Test
    void reportsWhatThrowsAndGoesOn() {
        var backends = Backends.of(
                new Odd(
                        () -> {
                            throw new IllegalStateException("no name today");
                        },
                        () -> AVAILABLE),
                new Odd(() -> "odd", () -> {
                    throw new NoClassDefFoundError("com/example/Driver");
                }),
                new FakeProvider("simd", 10));
        assertThat(texts(backends))
                .containsExactly(
                        "simd: available: made for a test",
                        Odd.class.getName() + ": broken: name() failed: java.lang.IllegalStateException: no name today",
                        "odd: broken: probe() failed: java.lang.NoClassDefFoundError: com/example/Driver");
        assertThat(backends.defaultOrder()).containsExactly("simd");
    }

    @Test
    void reportsNamesThatNobodyCouldType() {
        assertThat(texts(Backends.of(new Odd(() -> "My NPU", () -> AVAILABLE))))
                .containsExactly(Odd.class.getName()
                        + ": broken: name() is My NPU; expected a lower-case letter, then letters, digits or hyphens");
    }

    @Test
    void reportsAnswersOfNull() {
        assertThat(texts(Backends.of(new Odd(() -> "odd", () -> null))))
                .containsExactly("odd: broken: probe() returned null");
    }

    @Test
    void prefersTheAvailableOfTwoWithOneName() {
        var backends = Backends.of(new FakeProvider("npu", 50).unavailable("no device", ""), new Namesake(3));
        assertThat(texts(backends))
                .containsExactly(
                        "npu: available",
                        "npu: shadowed by " + Namesake.class.getName() + ": both are named npu and it is available and"
                                + " this one is not; remove one of them from the class path or module path");
    }

    @Test
    void prefersTheHigherPriorityOfTwoWithOneName() {
        var backends = Backends.of(new Namesake(3), new FakeProvider("npu", 50));
        assertThat(texts(backends).getLast())
                .isEqualTo("npu: shadowed by " + FakeProvider.class.getName()
                        + ": both are named npu and it has priority 50, this one 3; remove one of them from the class"
                        + " path or module path");
    }

    @Test
    void prefersTheFirstClassNameOfTwoThatAreEqualOtherwise() {
        var backends = Backends.of(new FakeProvider("npu", 3), new Namesake(3));
        assertThat(texts(backends).getLast())
                .isEqualTo("npu: shadowed by " + Namesake.class.getName()
                        + ": both are named npu and its class name comes first; remove one of them from the class path"
                        + " or module path");
        assertThat(backends.defaultOrder()).containsExactly("npu");
    }

    @Test
    void saysWhyABackendThatWasAskedForIsNotThere() {
        var backends = Backends.of(
                new FakeProvider("npu", 50).unavailable("no /dev/npu", "load the driver: modprobe galcore"),
                new FakeProvider("simd", 10));
        assertThatThrownBy(() -> backends.select(List.of("npu"), BackendOptions.defaults()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("backend npu: unavailable: no /dev/npu; load the driver: modprobe galcore");
        assertThatThrownBy(() -> backends.select(List.of("simd", "nnp"), BackendOptions.defaults()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("backend nnp: not found; add its jar to the class path or module path (found: simd:"
                        + " available: made for a test, npu: unavailable: no /dev/npu; load the driver: modprobe"
                        + " galcore)");
    }

    @Test
    void saysWhatToAddWhenThereIsNoBackend() {
        assertThatThrownBy(() -> Backends.of().select(List.of(), BackendOptions.defaults()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage(
                        "backend reference: not found; add its jar to the class path or module path (no provider was"
                                + " found at all)");
    }
}
