package dev.touchstone.runtime;

import dev.touchstone.BackendTimeoutException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches one run on the thread that runs: its deadline, its cancellation, its profile. */
final class RunWatch implements RunMonitor {
    private final String model;
    private final RunOptions options;
    private final long start = System.nanoTime();
    private final List<Profile.Row> rows = new ArrayList<>();
    private String backend = "";
    private String label = "";
    private int rowsBefore;
    private long partStart;
    private long nodeStart;

    /** The time of the run begins now. */
    RunWatch(String model, RunOptions options) {
        this.model = model;
        this.options = options;
    }

    /** What a backend is to tell about its nodes: nobody, if nobody wants to know. */
    RunMonitor monitor() {
        boolean watching = options.profile()
                || options.deadline().isPresent()
                || options.cancellation().isPresent();
        return watching ? this : RunMonitor.NONE;
    }

    /** A subgraph is about to run. */
    void beginPart(OpenBackends.Named owner) {
        backend = owner.name();
        var place = options.profile() ? owner.place() : "";
        label = place.isEmpty() ? backend : backend + " " + place;
        check("before a subgraph");
        rowsBefore = rows.size();
        partStart = System.nanoTime();
    }

    /** The subgraph has run. */
    void endPart(String span) {
        if (options.profile() && rows.size() == rowsBefore) {
            rows.add(new Profile.Row(span, "subgraph", label, 1, System.nanoTime() - partStart));
        }
        check("after a subgraph");
    }

    /** A tensor is about to be handed over. */
    void beginTransfer() {
        partStart = System.nanoTime();
    }

    void endTransfer(Placement.Transfer transfer) {
        if (options.profile()) {
            rows.add(new Profile.Row(
                    transfer.value(),
                    "transfer",
                    transfer.from() + " -> " + transfer.to(),
                    1,
                    System.nanoTime() - partStart));
        }
    }

    @Override
    public void before(Node node) {
        check("before " + node.label());
        nodeStart = System.nanoTime();
    }

    @Override
    public void after(Node node) {
        if (options.profile()) {
            long nanos = System.nanoTime() - nodeStart;
            rows.add(new Profile.Row(node.name(), node.operator().name(), label, 1, nanos));
        }
    }

    @Override
    public void checkpoint() {
        check("within a subgraph");
    }

    /** Ends the run if it must end. */
    private void check(String where) {
        if (options.cancellation().filter(CancellationToken::isCancelled).isPresent()) {
            throw new RunCancelledException(model + ": the run was cancelled, " + where);
        }
        var deadline = options.deadline();
        if (deadline.isPresent() && Duration.ofNanos(System.nanoTime() - start).compareTo(deadline.get()) >= 0) {
            throw new BackendTimeoutException(
                    backend, model + ": the run did not end within " + deadline.get() + "; ended " + where);
        }
    }

    /** What was measured; null if nobody wanted to know. */
    @Nullable
    Profile profile() {
        return options.profile() ? Profile.EMPTY.plus(new Profile(rows)) : null;
    }
}
