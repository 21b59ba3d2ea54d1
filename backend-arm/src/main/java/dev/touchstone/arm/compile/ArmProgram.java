package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.machine.FactorOrder;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A compiled graph: machine code, constants, and how a run goes about them.
 *
 * @param code position-independent
 * @param constants with the list of calls among them
 * @param plan of runs
 * @param probes one call of each kernel that can be tried before use
 */
public record ArmProgram(MemorySegment code, MemorySegment constants, RunPlan plan, List<Probe> probes) {
    /** Copies the list. */
    public ArmProgram {
        probes = List.copyOf(probes);
    }

    /**
     * A call of a kernel of products, or of another one that can be tried.
     *
     * @param piece its number in the list of calls
     * @param vectorBytes of the vectors in which the kernel works
     * @param copies vectors of weights for one of outputs; for products
     * @param order of factors in a vector; for products
     */
    public record Probe(Kernel kernel, int piece, int vectorBytes, int copies, FactorOrder order) {}
}
