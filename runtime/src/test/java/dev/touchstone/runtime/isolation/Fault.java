package dev.touchstone.runtime.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What native code can do to its process. */
enum Fault {
    NONE,
    /** {@code exit(1)} from native code. */
    EXIT,
    /** Exit code 7, which the provider can explain. */
    EXPLAINED,
    /** The virtual machine ends at once. */
    HALT,
    /** SIGABRT. */
    ABORT,
    /** SIGABRT, after which another process still passes on what was written. */
    OUTLIVED,
    /** SIGSEGV, which the virtual machine reports at length. */
    SEGV,
    /** SIGKILL, as the kernel does when memory is short. */
    KILL,
    /** Does not come back. */
    HANG,
    /** Writes nonsense into the very pipe of the protocol. */
    GARBAGE,
    /** Prints on the standard output, as a library's initialiser does. */
    PRINT,
    /** Megabytes of log lines, then the end. */
    CHATTER,
    /** An error as any. */
    THROW,
    /** An error that says the process is lost. */
    RUIN,
    /** Not enough memory in the host. */
    MEMORY;

    static Fault of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    void happen() {
        switch (this) {
            case NONE -> {}
            case EXIT -> {
                System.err.println("[     5] FATAL: Failed to open device");
                call("exit", 1);
            }
            case EXPLAINED -> Runtime.getRuntime().halt(7);
            case HALT -> Runtime.getRuntime().halt(9);
            case ABORT -> call("abort");
            case OUTLIVED -> {
                startLastWriter();
                call("abort");
            }
            case SEGV -> {
                System.err.println("create tensor fail");
                call("raise", 11);
            }
            case KILL -> call("raise", 9);
            case HANG -> {
                while (true) {
                    LockSupport.park();
                }
            }
            case GARBAGE -> garbage();
            case PRINT -> call("puts", Arena.global().allocateFrom("failed to open /dev/dri/card0"));
            case CHATTER -> {
                for (int i = 0; i < 200_000; i++) {
                    System.err.println("D [setup_node:383] a line that nobody asked for, number " + i);
                }
                Runtime.getRuntime().halt(1);
            }
            case THROW -> throw FaultyProvider.ordinary();
            case RUIN -> throw FaultyProvider.ruined();
            case MEMORY -> throw new OutOfMemoryError("made for a test");
        }
    }

    /** Its input ends with this process; then it writes, and much, as a program may that copies a log. */
    private static void startLastWriter() {
        try {
            new ProcessBuilder("sh", "-c", "cat; seq -f 'word %.0f' 100000 >&2")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void call(String function, Object... arguments) {
        var layouts = new java.lang.foreign.MemoryLayout[arguments.length];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = arguments[i] instanceof MemorySegment ? ValueLayout.ADDRESS : ValueLayout.JAVA_INT;
        }
        var linker = Linker.nativeLinker();
        try {
            linker.downcallHandle(linker.defaultLookup().findOrThrow(function), FunctionDescriptor.ofVoid(layouts))
                    .invokeWithArguments(arguments);
            if (function.equals("puts")) {
                call("fflush", MemorySegment.NULL);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The host has kept the pipe under the first number that was free. */
    private static void garbage() {
        var linker = Linker.nativeLinker();
        var text = Arena.global().allocateFrom("Segmentation fault, or so");
        try {
            var write = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("write"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
            for (int descriptor = 3; descriptor < 64; descriptor++) {
                if (java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/fd/" + descriptor))
                        .toString()
                        .startsWith("pipe:")) {
                    long written = (long) write.invokeExact(descriptor, text, 25L);
                    if (written == 25) {
                        break;
                    }
                }
            }
            LockSupport.park();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
