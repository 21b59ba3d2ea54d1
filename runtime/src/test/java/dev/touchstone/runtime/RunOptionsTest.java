package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendTimeoutException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Square;
import dev.touchstone.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunOptionsTest {
    private static final SessionOptions DEFAULTS = SessionOptions.defaults();
    private static final TestModel CHAIN = TestModel.chain("chain", new Relu(), new Square(), new Abs());

    private static List<Tensor> input(float... values) {
        return List.of(Tensor.of(values, values.length));
    }

    @Test
    void endsARunWhoseDeadlineIsOverBeforeItBegins() {
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(new FakeProvider("fake", 1)))) {
            var options = RunOptions.defaults().withDeadline(Duration.ZERO);
            assertThatThrownBy(() -> session.run(input(1), options))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessage("backend fake: chain: the run did not end within PT0S; ended before a subgraph");
            assertThat(session.run(input(-2), RunOptions.defaults()).first().toFloats())
                    .containsExactly(0);
        }
    }

    @Test
    void endsARunAtTheNodeThatComesAfterTheDeadline() {
        var limit = Duration.ofMillis(100);
        var seen = new ArrayList<String>();
        var slow = new FakeProvider("slow", 1).atNode(node -> {
            seen.add(node.name());
            spin(limit);
        });
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(slow))) {
            var options = RunOptions.defaults().withDeadline(limit);
            assertThatThrownBy(() -> session.run(input(1), options))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessageStartingWith("backend slow: chain: the run did not end within PT0.1S; ended before ");
            assertThat(seen).doesNotContain("n1");
        }
    }

    @Test
    void endsARunAfterASubgraphWhenTheBackendReportsNoNodes() {
        var limit = Duration.ofMillis(1);
        var slow = new FakeProvider("slow", 1).silent().atNode(node -> spin(limit));
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(slow))) {
            var options = RunOptions.defaults().withDeadline(limit);
            assertThatThrownBy(() -> session.run(input(1), options)).isInstanceOf(BackendTimeoutException.class);
        }
    }

    /** Keeps the processor busy for at least so long. */
    private static void spin(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void doesNotDisturbARunThatEndsInTime() {
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(new FakeProvider("fake", 1)))) {
            var options = RunOptions.defaults()
                    .withDeadline(Duration.ofDays(36500))
                    .withCancellation(new CancellationToken());
            assertThat(session.run(input(-3, 4), options).first().toFloats()).containsExactly(0, 16);
        }
    }

    @Test
    void endsARunAtTheNextNodeWhenItIsCancelled() throws Exception {
        var started = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        var nodes = new AtomicInteger();
        var fake = new FakeProvider("fake", 1).atNode(node -> {
            nodes.incrementAndGet();
            started.countDown();
            await(cancelled);
        });
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(fake));
                var executor = Executors.newSingleThreadExecutor()) {
            var token = new CancellationToken();
            var run = executor.submit(
                    () -> session.run(input(1), RunOptions.defaults().withCancellation(token)));
            started.await();
            token.cancel();
            cancelled.countDown();
            assertThatThrownBy(run::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(RunCancelledException.class)
                    .hasMessage("chain: the run was cancelled, before n1 (square)");
            assertThat(nodes).hasValue(1);
            assertThat(token.isCancelled()).isTrue();
            assertThat(session.run(input(-2), RunOptions.defaults()).first().toFloats())
                    .containsExactly(0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void showsEveryTensorOfEveryBackendToAnObserver() {
        var picky = new FakeProvider("picky", 5).refusing(Square.class).silent();
        var fake = new FakeProvider("fake", 1);
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(picky, fake))) {
            var seen = new ArrayList<String>();
            var kept = new ArrayList<Tensor>();
            var options = RunOptions.defaults().withObserver((node, value, tensor) -> {
                seen.add(node.name() + " " + value.name() + " " + Arrays.toString(tensor.toFloats()));
                kept.add(tensor);
            });
            var outputs = session.run(input(-1, 3), options);
            session.run(input(7, 7), options);
            assertThat(seen)
                    .startsWith("n0 n0 [0.0, 3.0]", "n1 n1 [0.0, 9.0]", "n2 n2 [0.0, 9.0]")
                    .hasSize(6);
            assertThat(kept.get(1).floats()).containsExactly(0, 9);
            assertThat(outputs.first().toFloats()).containsExactly(0, 9);
        }
    }

    @Test
    void keepsObservedProgramsApartFromTheOthers() {
        var fake = new FakeProvider("fake", 1);
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(fake))) {
            session.run(input(1), RunOptions.defaults().withObserver((node, value, tensor) -> {}));
            assertThat(session.programs()).isEqualTo(2);
            assertThat(fake.compiled).extracting(g -> g.outputs().size()).containsExactly(1, 3);
        }
    }

    @Test
    void letsTheExceptionOfAnObserverThrough() {
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(new FakeProvider("fake", 1)))) {
            var options = RunOptions.defaults().withObserver((node, value, tensor) -> {
                throw new UnsupportedOperationException("seen enough");
            });
            assertThatThrownBy(() -> session.run(input(1), options))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("seen enough");
        }
    }

    @Test
    void cannotCloseTheSessionFromWithinARun() {
        try (var session = Session.open(CHAIN, DEFAULTS, Backends.of(new FakeProvider("fake", 1)))) {
            var refused = new AtomicBoolean();
            session.run(input(1), RunOptions.defaults().withObserver((node, value, tensor) -> {
                assertThatThrownBy(session::close)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("session chain cannot be closed from within its own run");
                refused.set(true);
            }));
            assertThat(refused).isTrue();
        }
    }

    @Test
    void measuresNodesSubgraphsAndTransfers() {
        var silent = new FakeProvider("silent", 5).refusing(Square.class).silent();
        var fake = new FakeProvider("fake", 1);
        var model = TestModel.chain("chain", new Relu(), new Abs(), new Square());
        try (var session = Session.open(model, DEFAULTS, Backends.of(silent, fake))) {
            var options = RunOptions.defaults().withProfile();
            var once = session.run(input(1), options).profile().orElseThrow();
            var twice = once.plus(session.run(input(1), options).profile().orElseThrow());
            assertThat(once.rows())
                    .extracting(Profile.Row::node, Profile.Row::operator, Profile.Row::backend, Profile.Row::count)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("n0..n1", "subgraph", "silent", 1L),
                            org.assertj.core.groups.Tuple.tuple("n1", "transfer", "silent -> fake", 1L),
                            org.assertj.core.groups.Tuple.tuple("n2", "square", "fake", 1L));
            assertThat(once.rows()).allMatch(r -> r.nanos() >= 0);
            assertThat(twice.rows()).extracting(Profile.Row::count).containsExactly(2L, 2L, 2L);
            assertThat(twice.nanos()).isGreaterThanOrEqualTo(once.nanos());
        }
    }

    @Test
    void refusesANegativeDeadline() {
        assertThatThrownBy(() -> RunOptions.defaults().withDeadline(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline is PT-1S; expected zero or more");
    }
}
