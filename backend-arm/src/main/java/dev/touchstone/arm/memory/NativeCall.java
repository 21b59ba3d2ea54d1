package dev.touchstone.arm.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls machine code that takes four integers and returns one. An ordinary call: it does not hold up collections. */
public final class NativeCall {
    static final MemoryLayout STATE = Linker.Option.captureStateLayout();

    /**
     * Takes the code's address, memory for {@link #STATE} and six integers. It serves the C library's functions too:
     * linking a handle takes longer than most that is done with it at the start, and noting an error number that nobody
     * reads takes nothing.
     */
    static final MethodHandle HANDLE = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    /** Where all threads' error numbers go that nobody reads. */
    private static final MemorySegment UNREAD = Arena.global().allocate(STATE);

    private NativeCall() {}

    /** Linking takes longer than a run, so it waits for whoever runs often. */
    private static final class OnHeap {
        private static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
                        Linker.Option.critical(true));
    }

    /**
     * Calls the code at an address with memory of the heap, which no collection moves meanwhile: collections wait, so the
     * code should take microseconds.
     */
    public static long callOnHeap(MemorySegment code, long a, long b, long c, long d, MemorySegment heap, long f) {
        try {
            return (long) OnHeap.HANDLE.invokeExact(code, a, b, c, d, heap, f);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls the code at an address. */
    public static long call(MemorySegment code, long a, long b, long c, long d) {
        try {
            return (long) HANDLE.invokeExact(code, UNREAD, a, b, c, d, 0L, 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
