package dev.touchstone.arm.compile;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run goes about a program: where everything is, and the stages of calls.
 *
 * @param entry offset of the driver in the code
 * @param foreignEntry offset of its entry for stages whose input is elsewhere
 * @param pieces offset of the list of calls in the constants
 * @param tensorBytes memory that a run needs
 * @param fills what that memory holds before the first run
 * @param stages in order
 * @param inputs where the inputs of the graph go, as offsets into a run's memory
 * @param outputs where its outputs are
 */
public record RunPlan(
        int entry,
        int foreignEntry,
        int pieces,
        int tensorBytes,
        List<Fill> fills,
        List<StagePieces> stages,
        List<Integer> inputs,
        List<Integer> outputs) {
    /** Copies the lists. */
    public RunPlan {
        fills = List.copyOf(fills);
        stages = List.copyOf(stages);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Contents of memory before the first run: bytes, or one byte repeated.
     *
     * @param content null for {@code value} repeated
     */
    public record Fill(int offset, int bytes, int value, byte @Nullable [] content) {}

    /**
     * A stage's part of the list of calls.
     *
     * @param nodes what it computes; empty where nobody knows, in a program that an earlier process compiled
     * @param first number of its first piece
     * @param count of its pieces, which may run in any order
     * @param parts how many neighbouring pieces are the parts of one block of channels, from top to bottom
     * @param fills how many pieces at the end are none of these parts: they fill borders
     * @param input the input of the graph that its pieces read as theirs, and no other stage reads, if it may lie anywhere;
     *     else -1
     */
    public record StagePieces(List<Node> nodes, int first, int count, int parts, int fills, int input) {
        /** Tells a monitor that the stage begins; with nodes that nobody knows, that a run may be ended here. */
        public void begin(RunMonitor monitor) {
            if (nodes.isEmpty()) {
                monitor.checkpoint();
            }
            nodes.forEach(monitor::before);
        }

        /** Tells a monitor that the stage is done. */
        public void end(RunMonitor monitor) {
            nodes.forEach(monitor::after);
        }

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
