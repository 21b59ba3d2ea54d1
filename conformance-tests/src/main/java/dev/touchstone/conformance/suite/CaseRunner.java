package dev.touchstone.conformance.suite;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Check;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Evidence;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.conformance.judge.PartCrash;
import dev.touchstone.conformance.profile.Explanation;
import dev.touchstone.conformance.profile.Identification;
import dev.touchstone.conformance.replay.ReplayFile;
import dev.touchstone.conformance.shrink.Shrinker;
import dev.touchstone.conformance.shrink.Shrunk;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs single cases on a backend that it opens when it is needed and again after a crash. Not thread-safe.
 */
public final class CaseRunner implements AutoCloseable {
    private final BackendUnderTest underTest;
    private final Duration limit;
    private ExecutorService worker = worker();
    private final Map<String, List<Identification.Line>> identified = new HashMap<>();
    private @Nullable Backend open;

    /**
     * Opens nothing yet.
     *
     * @param limit how long one case may take
     */
    public CaseRunner(BackendUnderTest underTest, Duration limit) {
        this.underTest = underTest;
        this.limit = limit;
    }

    private static ExecutorService worker() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("conformance").factory());
    }

    /** Runs one case; nothing that the backend does leaves this method as an exception. */
    public CaseResult run(ConformanceCase c) {
        return run(c.body().get());
    }

    private CaseResult run(CaseBody body) {
        var task = worker.submit(() -> switch (body) {
            case Computation computation -> ComputationJudge.judge(backend(), computation);
            case Judgement judgement -> judgement.run(backend());
            case Check check -> check.run(underTest);
        });
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon();
            return noAnswer();
        } catch (ExecutionException e) {
            abandon();
            return e.getCause() instanceof PartCrash crash
                    ? new CaseResult.Crashed(crash.label() + "threw " + crash.getCause(), Optional.of(crash.part()))
                    : new CaseResult.Crashed("threw " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CaseResult.Crashed("the suite was interrupted");
        }
    }

    /**
     * The smallest computation found that fails as this case did.
     *
     * @return empty if the case computes nothing, if it hangs, or if it does not fail when it is run again
     */
    public Optional<Shrunk> shrink(ConformanceCase c, CaseResult failure) {
        if (failure.equals(noAnswer())) {
            return Optional.empty();
        }
        var hung = new AtomicBoolean();
        return computation(c, failure)
                .flatMap(computed -> Shrinker.shrink(computed, failure, smaller -> {
                    // One wait is enough: who hangs once would hang in every smaller computation too.
                    var result = hung.get() ? noAnswer() : run(smaller);
                    hung.set(result.equals(noAnswer()));
                    return result;
                }));
    }

    /**
     * The same as a file that repeats it.
     *
     * @param seed of the suite that the case is from
     */
    public Optional<ReplayFile> smallest(ConformanceCase c, CaseResult failure, long seed) {
        return shrink(c, failure).map(shrunk -> {
            var computation = shrunk.computation();
            var evidence = shrunk.result() instanceof CaseResult.Failed f ? f.evidence() : Optional.<Evidence>empty();
            return new ReplayFile(
                    c.id(),
                    c.rule().id(),
                    new ReplayFile.Origin(Suite.VERSION, seed, profile().toString()),
                    computation,
                    ComputationJudge.expected(computation),
                    evidence.map(Evidence::actual).orElse(List.of()));
        });
    }

    private CaseResult noAnswer() {
        return new CaseResult.Crashed("no answer within " + limit.toSeconds() + " s");
    }

    /** What failed: a part of the case, or all of it. */
    private static Optional<Computation> computation(ConformanceCase c, CaseResult failure) {
        var part = switch (failure) {
            case CaseResult.Failed f -> f.evidence().map(Evidence::computation).or(f::part);
            case CaseResult.Crashed crashed -> crashed.part();
            case CaseResult.Passed p -> Optional.<Computation>empty();
            case CaseResult.Skipped s -> Optional.<Computation>empty();
            case CaseResult.NotExecuted n -> Optional.<Computation>empty();
        };
        return part.or(c::computation);
    }

    /**
     * A result of a case; a failure whose results are those of another arithmetic says so. The first failure of an
     * operator has the backend compute the cases that separate arithmetics.
     */
    public CaseResult explained(ConformanceCase c, CaseResult result) {
        if (!(result instanceof CaseResult.Failed failed)
                || failed.evidence().isEmpty()
                || !(c.body().get() instanceof Computation computation)
                || !Explanation.isPossible(computation, failed.evidence().get())) {
            return result;
        }
        var operator = computation.graph().nodes().getFirst().operator().name();
        var found =
                identified(operator).stream().flatMap(l -> l.found().stream()).toList();
        return Explanation.of(computation, failed.evidence().get(), found)
                .<CaseResult>map(e -> new CaseResult.Failed(failed.text() + "; " + e, failed.evidence()))
                .orElse(result);
    }

    /** In which arithmetic the backend computes each operator that separating cases know. */
    public List<Identification.Line> identification() {
        return Identification.operators().stream()
                .flatMap(o -> identified(o).stream())
                .toList();
    }

    /** The line of one operator; empty if the backend does not claim it, throws, or takes too long. */
    private List<Identification.Line> identified(String operator) {
        return identified.computeIfAbsent(
                operator,
                o -> tried(() -> Identification.of(backend(), o::equals)).orElse(List.of()));
    }

    /** What a question to the backend gives; empty if it throws or takes too long. */
    private <T> Optional<T> tried(Callable<T> question) {
        try {
            return Optional.of(worker.submit(question).get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            abandon();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What the backend declares. */
    public NumericProfile profile() {
        return backend().profile();
    }

    private Backend backend() {
        var backend = open;
        if (backend == null) {
            backend = underTest.open();
            open = backend;
        }
        return backend;
    }

    /** A backend that crashed is not closed: it may hang in there too. */
    private void abandon() {
        worker.shutdownNow();
        worker = worker();
        open = null;
    }

    @Override
    public void close() {
        worker.shutdown();
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
