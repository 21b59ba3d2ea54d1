package dev.touchstone.rknpu.ddk;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/** Functions of the C library on descriptors and processes. A result below 0 means that it refused. */
final class Posix {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout POINTER = ValueLayout.ADDRESS;

    /** Larger than {@code posix_spawn_file_actions_t} of any C library. */
    private static final long FILE_ACTIONS_BYTES = 256;

    private static final int READ_WRITE = 2;

    private static final MethodHandle PIPE = link("pipe", POINTER);
    private static final MethodHandle DUP = link("dup", INT);
    private static final MethodHandle DUP2 = link("dup2", INT, INT);
    private static final MethodHandle CLOSE = link("close", INT);
    private static final MethodHandle OPEN = link("open", POINTER, INT);
    private static final MethodHandle WAIT = link("waitpid", INT, POINTER, INT);
    private static final MethodHandle SPAWN =
            link("posix_spawnp", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle ACTIONS_INIT = link("posix_spawn_file_actions_init", POINTER);
    private static final MethodHandle ACTIONS_DESTROY = link("posix_spawn_file_actions_destroy", POINTER);
    private static final MethodHandle ACTIONS_DUP2 = link("posix_spawn_file_actions_adddup2", POINTER, INT, INT);
    private static final MethodHandle ACTIONS_CLOSE = link("posix_spawn_file_actions_addclose", POINTER, INT);

    private Posix() {}

    /** A pipe's two ends. */
    record Pipe(int readEnd, int writeEnd) {}

    static Pipe pipe() {
        try (var arena = Arena.ofConfined()) {
            var ends = arena.allocate(INT, 2);
            int result = (int) PIPE.invokeExact(ends);
            return result < 0 ? new Pipe(-1, -1) : new Pipe(ends.getAtIndex(INT, 0), ends.getAtIndex(INT, 1));
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    static int duplicate(int descriptor) {
        try {
            return (int) DUP.invokeExact(descriptor);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /** Makes one descriptor lead where another one leads. */
    static int redirect(int descriptor, int target) {
        try {
            return (int) DUP2.invokeExact(target, descriptor);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    static void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /** A descriptor of a file that exists, which child processes inherit. */
    static int open(String path) {
        try (var arena = Arena.ofConfined()) {
            return (int) OPEN.invokeExact(arena.allocateFrom(path), READ_WRITE);
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /**
     * Starts a program. Not the platform's own way, which needs a helper program of the Java installation that cannot be
     * run everywhere where this Java can.
     *
     * @param words its name, looked for in the path, and arguments
     * @param redirections its descriptors, and those of this process to which they lead
     * @param closed a descriptor that it does not get
     * @return its process's number
     */
    static int spawn(List<String> words, Map<Integer, Integer> redirections, int closed) {
        try (var arena = Arena.ofConfined()) {
            var arguments = arena.allocate((words.size() + 1L) * Words.SIZE, Words.SIZE);
            for (int i = 0; i < words.size(); i++) {
                Words.put(
                        arguments,
                        (long) i * Words.SIZE,
                        arena.allocateFrom(words.get(i)).address());
            }
            var environment = arena.allocate(Words.SIZE, Words.SIZE);
            var actions = arena.allocate(FILE_ACTIONS_BYTES, 16);
            int done = (int) ACTIONS_INIT.invokeExact(actions);
            for (var redirection : redirections.entrySet()) {
                done |= (int)
                        ACTIONS_DUP2.invokeExact(actions, (int) redirection.getValue(), (int) redirection.getKey());
            }
            done |= (int) ACTIONS_CLOSE.invokeExact(actions, closed);
            var number = arena.allocate(INT);
            var name = MemorySegment.ofAddress(Words.get(arguments, 0));
            if (done == 0) {
                done = (int) SPAWN.invokeExact(number, name, actions, MemorySegment.NULL, arguments, environment);
            }
            int _ = (int) ACTIONS_DESTROY.invokeExact(actions);
            return done == 0 ? number.get(INT, 0) : -1;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /** Waits until a process has ended; whether it ended as it should. */
    static boolean succeeds(int process) {
        try (var arena = Arena.ofConfined()) {
            var status = arena.allocate(INT);
            int ended = (int) WAIT.invokeExact(process, status, 0);
            return ended == process && status.get(INT, 0) == 0;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    private static MethodHandle link(String name, ValueLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(INT, arguments));
    }
}
