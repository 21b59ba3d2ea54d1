package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.op.Add;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Square;
import dev.touchstone.op.Tanh;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionThreadsTest {
    private static final int RUNS = 40;
    private static final int LENGTH = 257;

    /** Parts of two backends with tensors that skip parts, so that buffers are shared and reused. */
    private static final TestModel MIXED = TestModel.of("mixed", List.of(-1), (b, x) -> {
        var n0 = b.add("n0", new Tanh(), x);
        var n1 = b.add("n1", new Square(), n0);
        var n2 = b.add("n2", new Exp(), n1);
        var n3 = b.add("n3", new Square(), n2);
        var n4 = b.add("n4", new Add(-1), n0, n3);
        var n5 = b.add("n5", new Square(), n4);
        var n6 = b.add("n6", new Add(-1), n5, n2);
        return b.add("n7", new Softmax(-1), n6);
    });

    private static Tensor input(int index) {
        var random = new SplittableRandom(index);
        var values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Tensor.of(values, LENGTH);
    }

    private static String sha256(Tensor tensor) {
        try {
            var bytes = MemorySegment.ofArray(tensor.toFloats()).toArray(ValueLayout.JAVA_BYTE);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Backends two() {
        return Backends.of(new FakeProvider("one", 2).refusing(Square.class), new FakeProvider("two", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void givesTheSameResultsOnAnyNumberOfThreads(int threads) throws Exception {
        var expected = new ArrayList<String>();
        try (var session = Session.open(MIXED, SessionOptions.defaults().withBackends("reference"))) {
            for (int i = 0; i < RUNS; i++) {
                expected.add(sha256(session.run(input(i)).first()));
            }
        }
        var barrier = new CyclicBarrier(threads);
        try (var session = Session.open(MIXED, SessionOptions.defaults(), two());
                var executor = Executors.newFixedThreadPool(threads)) {
            var work = new ArrayList<Callable<List<String>>>();
            for (int t = 0; t < threads; t++) {
                work.add(() -> {
                    barrier.await();
                    var found = new ArrayList<String>();
                    for (int i = 0; i < RUNS; i++) {
                        found.add(sha256(session.run(input(i)).first()));
                    }
                    return found;
                });
            }
            for (var found : executor.invokeAll(work)) {
                assertThat(found.get()).isEqualTo(expected);
            }
            assertThat(session.placement().parts()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void compilesOnceForThreadsThatComeTogether() throws Exception {
        int threads = 8;
        var compilations = new AtomicInteger();
        var fake = new FakeProvider("fake", 1).atCompile(g -> compilations.incrementAndGet());
        var barrier = new CyclicBarrier(threads);
        try (var session = Session.open(
                        TestModel.chain("chain", new Relu()), SessionOptions.defaults(), Backends.of(fake));
                var executor = Executors.newFixedThreadPool(threads)) {
            var runs = new ArrayList<Future<Outputs>>();
            for (int i = 0; i < threads; i++) {
                runs.add(executor.submit(() -> {
                    barrier.await();
                    return session.run(Tensor.of(new float[] {-1, 1, 2}, 3));
                }));
            }
            for (var run : runs) {
                assertThat(run.get().first().toFloats()).containsExactly(0, 1, 2);
            }
            assertThat(compilations).hasValue(2); // One for the default shape, when the session opened.
        }
    }

    @Test
    void doesNotHoldUpAShapeThatIsCompiledWhileAnotherOneIs() throws Exception {
        var compiling = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var fake = new FakeProvider("fake", 1).atCompile(graph -> {
            if (graph.inputs().getFirst().type().shape().extent(0) == 2) {
                compiling.countDown();
                await(release);
            }
        });
        try (var session = Session.open(
                        TestModel.chain("chain", new Relu()), SessionOptions.defaults(), Backends.of(fake));
                var executor = Executors.newSingleThreadExecutor()) {
            var slow = executor.submit(() -> session.run(Tensor.of(new float[2], 2)));
            compiling.await();
            assertThat(session.run(Tensor.of(new float[3], 3)).first().shape().extent(0))
                    .isEqualTo(3);
            release.countDown();
            assertThat(slow.get().first().shape().extent(0)).isEqualTo(2);
        }
    }

    @Test
    void closesAProgramThatIsPushedOutWhenItsLastRunEnds() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var fake = new FakeProvider("fake", 1).atNode(node -> {
            if (node.output().type().shape().extent(0) == 100) {
                running.countDown();
                await(release);
            }
        });
        try (var session = Session.open(
                        TestModel.chain("chain", new Relu()), SessionOptions.defaults(), Backends.of(fake));
                var executor = Executors.newSingleThreadExecutor()) {
            var slow = executor.submit(() -> session.run(Tensor.of(new float[100], 100)));
            running.await();
            for (int length = 2; length < 2 + Session.MAX_PROGRAMS; length++) {
                session.run(Tensor.of(new float[length], length));
            }
            assertThat(session.programs()).isEqualTo(Session.MAX_PROGRAMS);
            assertThat(fake.openGraphs).hasValue(Session.MAX_PROGRAMS + 1);
            release.countDown();
            assertThat(slow.get().first().shape().extent(0)).isEqualTo(100);
            assertThat(fake.openGraphs).hasValue(Session.MAX_PROGRAMS);
        }
    }

    @Test
    void closeWaitsForTheRunInFlightAndRefusesNewOnes() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var fake = new FakeProvider("fake", 1).atNode(node -> {
            running.countDown();
            await(release);
        });
        var session = Session.open(TestModel.chain("chain", new Relu()), SessionOptions.defaults(), Backends.of(fake));
        try (var executor = Executors.newSingleThreadExecutor()) {
            var run = executor.submit(() -> session.run(Tensor.of(new float[] {-1}, 1)));
            running.await();
            var closer = Thread.ofPlatform().start(session::close);
            while (closer.getState() != Thread.State.WAITING) {
                assertThat(closer.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            assertThat(fake.openBackends).hasValue(1);
            assertThatThrownBy(() -> session.run(Tensor.of(new float[1], 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("session chain is closed");
            release.countDown();
            assertThat(run.get().first().toFloats()).containsExactly(0);
            closer.join();
            assertThat(fake.openBackends).hasValue(0);
            assertThat(fake.openGraphs).hasValue(0);
        }
    }

    @Test
    void failsForAllWhoWaitedWhenACompilationFailsAndTriesAgainForTheNext() {
        var attempts = new AtomicInteger();
        var fake = new FakeProvider("fake", 1).atCompile(graph -> {
            if (graph.inputs().getFirst().type().shape().extent(0) == 2 && attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
        });
        try (var session =
                Session.open(TestModel.chain("chain", new Relu()), SessionOptions.defaults(), Backends.of(fake))) {
            assertThatThrownBy(() -> session.run(Tensor.of(new float[2], 2))).hasMessageContaining("not now");
            assertThat(session.programs()).isEqualTo(1);
            assertThat(session.run(Tensor.of(new float[2], 2)).asList()).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
