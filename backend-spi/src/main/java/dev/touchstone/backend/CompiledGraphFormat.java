package dev.touchstone.backend;

import java.lang.foreign.MemorySegment;

/**
 * How a backend puts its compiled graphs into bytes, from which a later process on this machine loads them without the
 * graph and without compiling. Thread-safe.
 *
 * <p>Bytes may hold code that is then executed: whoever keeps them keeps them where only the user can write, knows by a
 * checksum that they are as they were, and gives them only to a backend with an equal {@link #identity} of the same
 * version of Touchstone.
 */
public interface CompiledGraphFormat {
    /**
     * What compiled graphs depend on besides the graph and the version: an instruction set, a library, settings. Loaded
     * is only what was written under an equal text.
     */
    String identity();

    /**
     * The bytes of a compiled graph.
     *
     * @param graph that this backend compiled or loaded, and that is not closed
     */
    byte[] write(CompiledGraph graph);

    /**
     * Loads a compiled graph. It computes what the written one did, to the bit; it need not tell a monitor of nodes, and
     * where it does not, it lets the run be ended at {@link RunMonitor#checkpoint}. The caller closes the result.
     *
     * @param signature of the graph that was compiled
     * @param bytes only read, and only during the call
     * @throws dev.touchstone.BackendException if the bytes are none that the backend wrote, or it fails to load them
     */
    CompiledGraph read(Signature signature, MemorySegment bytes);
}
