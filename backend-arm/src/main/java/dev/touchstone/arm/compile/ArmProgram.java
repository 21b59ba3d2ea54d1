package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.graph.Node;
import java.util.List;

/**
 * A compiled graph: machine code, constants and the list of calls.
 *
 * @param code position-independent
 * @param entry offset of the driver in the code
 * @param foreignEntry offset of its entry for stages whose input is elsewhere
 * @param constants of which {@code constantBytes} count, the list of calls at {@code pieces}
 * @param tensorBytes memory that a run needs
 * @param fills what that memory holds before the first run
 * @param stages in order
 * @param inputs where the inputs of the graph go, as offsets into a run's memory
 * @param outputs where its outputs are
 * @param probes one call of each kernel that can be tried before use
 */
public record ArmProgram(
        byte[] code,
        int entry,
        int foreignEntry,
        byte[] constants,
        int constantBytes,
        int pieces,
        int tensorBytes,
        List<Fill> fills,
        List<StagePieces> stages,
        List<Integer> inputs,
        List<Integer> outputs,
        List<Probe> probes) {
    /** Copies the lists. */
    public ArmProgram {
        fills = List.copyOf(fills);
        stages = List.copyOf(stages);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        probes = List.copyOf(probes);
    }

    /**
     * Contents of memory before the first run: bytes, or one byte repeated.
     *
     * @param content null for {@code value} repeated
     */
    public record Fill(int offset, int bytes, int value, byte @org.jspecify.annotations.Nullable [] content) {}

    /**
     * A call of a kernel of products, or of another one that can be tried.
     *
     * @param piece its number in the list of calls
     * @param vectorBytes of the vectors in which the kernel works
     * @param copies vectors of weights for one of outputs; for products
     * @param order of factors in a vector; for products
     */
    public record Probe(Kernel kernel, int piece, int vectorBytes, int copies, FactorOrder order) {}

    /**
     * A stage's part of the list of calls.
     *
     * @param nodes what it computes
     * @param first number of its first piece
     * @param count of its pieces, which may run in any order
     * @param parts how many neighbouring pieces are the parts of one block of channels, from top to bottom
     * @param fills how many pieces at the end are none of these parts: they fill borders
     * @param input the input of the graph that its pieces read as theirs, and no other stage reads, if it may lie anywhere;
     *     else -1
     */
    public record StagePieces(List<Node> nodes, int first, int count, int parts, int fills, int input) {
        /** A piece's number in the list, for its number in the order of the parts: the first parts of all blocks first. */
        public int piece(int i) {
            if (i >= count - fills) {
                return first + i;
            }
            int blocks = (count - fills) / parts;
            return first + i % blocks * parts + i / blocks;
        }
    }
}
