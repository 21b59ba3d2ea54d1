package dev.touchstone.runtime;

import dev.touchstone.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The programs of a session, the most recently used ones. Each is made once, by the first who asks; others who ask
 * meanwhile wait for it, and only they. One that is pushed out is closed when its last run has ended. Thread-safe.
 */
final class ProgramCache implements AutoCloseable {
    /** What a program tells. */
    enum Detail {
        /** The outputs. */
        RESULTS,
        /** Also, to a monitor, which node it runs. */
        NODES,
        /** Every value. */
        VALUES
    }

    /**
     * What a program is made for.
     *
     * @param shapes of all inputs by name
     * @param detail what more it tells than results
     */
    record Key(Map<String, Shape> shapes, Detail detail) {
        Key {
            shapes = Map.copyOf(shapes);
        }
    }

    private static final class Entry {
        final CompletableFuture<Program> program = new CompletableFuture<>();
        int users;
        boolean dropped;
    }

    /** A program that stays open until this is closed. */
    final class Lease implements AutoCloseable {
        private final Entry entry;
        private final Program program;

        private Lease(Entry entry, Program program) {
            this.entry = entry;
            this.program = program;
        }

        Program program() {
            return program;
        }

        @Override
        public void close() {
            release(entry);
        }
    }

    private final int bound;
    private final Function<Key, Program> maker;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    ProgramCache(int bound, Function<Key, Program> maker) {
        this.bound = bound;
        this.maker = maker;
    }

    /** The program for a key, made if need be. What its making throws passes through, also to those who waited. */
    Lease lease(Key key) {
        Entry entry;
        boolean mine;
        synchronized (this) {
            var known = entries.get(key);
            mine = known == null;
            entry = known == null ? new Entry() : known;
            entry.users++;
            if (mine) {
                entries.put(key, entry);
                dropEldest();
            }
        }
        if (mine) {
            make(key, entry);
        }
        try {
            return new Lease(entry, entry.program.join());
        } catch (CompletionException e) {
            release(entry);
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private void make(Key key, Entry entry) {
        try {
            entry.program.complete(maker.apply(key));
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                entries.remove(key, entry);
            }
            entry.program.completeExceptionally(e);
        }
    }

    private synchronized void dropEldest() {
        while (entries.size() > bound) {
            var eldest = entries.pollFirstEntry().getValue();
            eldest.dropped = true;
            closeIfUnused(eldest);
        }
    }

    private synchronized void release(Entry entry) {
        entry.users--;
        closeIfUnused(entry);
    }

    private static void closeIfUnused(Entry entry) {
        if (entry.dropped && entry.users == 0 && !entry.program.isCompletedExceptionally()) {
            entry.program.join().close();
        }
    }

    /** How many programs are kept. */
    synchronized int size() {
        return entries.size();
    }

    /** Closes all programs; none is in use. */
    @Override
    public synchronized void close() {
        entries.values().forEach(e -> {
            e.dropped = true;
            closeIfUnused(e);
        });
        entries.clear();
    }
}
