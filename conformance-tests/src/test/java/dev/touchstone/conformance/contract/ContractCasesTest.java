package dev.touchstone.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.BackendTimeoutException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.suite.CaseRunner;
import dev.touchstone.conformance.teeth.Forwarding;
import dev.touchstone.conformance.teeth.ForwardingBackend;
import dev.touchstone.graph.Graph;
import dev.touchstone.reference.ReferenceBackendProvider;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference keeps every rule of the interface; backends that break one are named by it. */
final class ContractCasesTest {
    private static List<String> failures(BackendUnderTest backend) {
        try (var runner = new CaseRunner(backend, Duration.ofSeconds(60))) {
            return new ContractCases()
                    .cases()
                    .filter(c -> runner.run(c).isFailure())
                    .map(c -> c.rule().id())
                    .toList();
        }
    }

    private static List<String> failures(ForwardingBackend.Run run) {
        return failures(BackendUnderTest.of("faulty", () -> new ForwardingBackend(run)));
    }

    @Test
    void theReferenceKeepsTheContract() {
        assertThat(failures(BackendUnderTest.of(new ReferenceBackendProvider())))
                .isEmpty();
    }

    @Test
    void aWrittenInputIsNoticed() {
        assertThat(failures((right, in, out, monitor) -> {
                    right.run(in, out, monitor);
                    in.getFirst().segment().fill((byte) 1);
                }))
                .contains("spi/B6");
    }

    @Test
    void aStaleBufferIsNoticed() {
        var first = new ArrayList<Tensor>();
        assertThat(failures((right, in, out, monitor) -> {
                    right.run(in, out, monitor);
                    synchronized (first) {
                        if (first.isEmpty()) {
                            first.add(out.getFirst().copy());
                        }
                        out.getFirst().copyFrom(first.getFirst());
                    }
                }))
                .contains("spi/B5", "spi/B12");
    }

    @Test
    void anOutputThatIsOnlyAddedToIsNoticed() {
        assertThat(failures((right, in, out, monitor) -> {
                    byte before = out.getFirst().segment().get(ValueLayout.JAVA_BYTE, 0);
                    right.run(in, out, monitor);
                    out.getFirst().segment().set(ValueLayout.JAVA_BYTE, 0, before);
                }))
                .contains("spi/B7");
    }

    @Test
    void anUncheckedBufferIsNoticed() {
        assertThat(failures((right, in, out, monitor) -> {
                    if (in.size() == 1
                            && out.size() == 1
                            && in.getFirst().type().equals(out.getFirst().type())) {
                        right.run(in, out, monitor);
                    }
                }))
                .containsExactly("spi/B9");
    }

    @Test
    void keptTensorsAreNoticed() {
        var kept = new ArrayList<Tensor>();
        assertThat(failures((right, in, out, monitor) -> {
                    right.run(in, out, monitor);
                    synchronized (kept) {
                        kept.addAll(in);
                    }
                }))
                .containsExactly("spi/B11");
    }

    @Test
    void aSwallowedTimeOutIsNoticed() {
        assertThat(failures((right, in, out, monitor) -> {
                    try {
                        right.run(in, out, monitor);
                    } catch (BackendTimeoutException e) {
                        right.run(in, out, RunMonitor.NONE);
                    }
                }))
                .containsExactly("spi/B15");
    }

    @Test
    void closingTwiceIsTried() {
        record Fragile() implements Forwarding {
            @Override
            public CompiledGraph compile(Graph graph) {
                var right = REFERENCE.compile(graph);
                return new CompiledGraph() {
                    private boolean closed;

                    @Override
                    public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
                        right.run(inputs, outputs, monitor);
                    }

                    @Override
                    public void close() {
                        if (closed) {
                            throw new IllegalStateException("closed already");
                        }
                        closed = true;
                    }
                };
            }
        }

        assertThat(failures(BackendUnderTest.of("fragile", () -> (Backend) new Fragile())))
                .containsExactly("spi/B2");
    }
}
