package dev.touchstone.runtime.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Checkup;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Carries out checkups: whatever a check does, the others get their turn. Thread-safe. */
public final class Doctor {
    /** What a check may take; one that hangs in a driver is left behind. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final List<Checkup> checkups;
    private final Duration budget;

    /** With checkups of the caller's choice, and what each check may take. */
    Doctor(List<Checkup> checkups, Duration budget) {
        this.checkups = List.copyOf(checkups);
        this.budget = budget;
    }

    /** With the general checkup, and those on the class path and module path. One that cannot be made is left out. */
    public static Doctor find() {
        var found = new ArrayList<Checkup>();
        found.add(new GeneralCheckup());
        var services = ServiceLoader.load(Checkup.class).stream().iterator();
        for (int broken = 0; broken < 8; ) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                found.add(services.next().get());
            } catch (ServiceConfigurationError e) {
                broken++;
            }
        }
        return new Doctor(found, BUDGET);
    }

    /** The names of all checkups, in order. */
    public List<String> names() {
        return checkups.stream().map(Checkup::name).toList();
    }

    /** Goes through everything. */
    public Report examine(Machine machine) {
        return examine(machine, Set.copyOf(names()));
    }

    /** Goes through the checkups of these names. */
    public Report examine(Machine machine, Set<String> wanted) {
        var results = new ArrayList<Report.Result>();
        var pieces = new ArrayList<Piece>();
        for (var checkup : checkups) {
            if (!wanted.contains(checkup.name())) {
                continue;
            }
            for (var check : checkup.checks()) {
                results.add(new Report.Result(checkup.name(), check, examine(check, machine)));
            }
            try {
                pieces.addAll(inTime("versions of " + checkup.name(), () -> checkup.pieces(machine)));
            } catch (CheckFailedException e) {
                pieces.add(new Piece("versions of " + checkup.name(), "", String.valueOf(e.getMessage())));
            }
        }
        return new Report(results, pieces);
    }

    private Finding examine(Check check, Machine machine) {
        try {
            return inTime(check.id(), () -> check.examination().apply(machine));
        } catch (CheckFailedException e) {
            return Finding.cannotTell(String.valueOf(e.getMessage()), "");
        }
    }

    private <T> T inTime(String name, Supplier<T> work) throws CheckFailedException {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().name("doctor-" + name).daemon().start(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) { // A check must not end the others, whatever it meets.
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(budget.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CheckFailedException("it took longer than " + budget.toMillis() + " ms and was left behind");
        } catch (ExecutionException e) {
            throw new CheckFailedException("the check itself failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckFailedException("interrupted");
        }
    }

    private static final class CheckFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        CheckFailedException(String message) {
            super(message);
        }
    }
}
