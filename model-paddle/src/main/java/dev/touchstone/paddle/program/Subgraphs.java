package dev.touchstone.paddle.program;

import dev.touchstone.ModelFormatException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Undoes the partition that Paddle Lite's optimiser leaves in a program: operators of type {@code subgraph}, each with
 * the operators of one part in a block of its own, for one device.
 */
public final class Subgraphs {
    /** The type of an operator that stands for a part. */
    public static final String TYPE = "subgraph";

    /** The attribute with the number of the part's block, INT in files. */
    public static final String SUB_BLOCK = "sub_block";

    /** Paddle Lite writes into each operator which of its kernels was chosen: {@code conv2d/def/4/1/1}. */
    public static final String KERNEL = "__@kernel_type_attr@__";

    private final Program program;
    private final BitSet entered = new BitSet();
    private final List<Op> ops = new ArrayList<>();

    private Subgraphs(Program program) {
        this.program = program;
    }

    /**
     * The program with the operators of all parts in the main block, at the places of the operators that stood for them,
     * numbered anew. Each carries the kernel attribute of its part, which names the device. A program without parts is
     * returned as it is.
     *
     * @throws ModelFormatException if a part's block does not exist or is referred to twice
     */
    public static Program inline(Program program) {
        var main = program.blocks().getFirst();
        if (main.ops().stream().noneMatch(Subgraphs::isPart)) {
            return program;
        }
        var subgraphs = new Subgraphs(program);
        subgraphs.entered.set(0);
        subgraphs.enter(main, Map.of());
        var blocks = new ArrayList<>(program.blocks());
        blocks.set(0, new Block(0, -1, subgraphs.variables(), subgraphs.ops));
        return new Program(
                program.source(), program.name(), program.version(), blocks, program.parameters(), program.warnings());
    }

    private static boolean isPart(Op op) {
        return op.type().equals(TYPE);
    }

    /** Deep nesting costs stack, but each block is entered once and readers bound their number. */
    private void enter(Block block, Map<String, Attribute> marks) {
        for (var op : block.ops()) {
            if (isPart(op)) {
                var kernel = op.attributes().get(KERNEL);
                enter(part(op), kernel == null ? marks : Map.of(KERNEL, kernel));
            } else {
                var attributes = new HashMap<>(op.attributes());
                marks.forEach(attributes::putIfAbsent);
                ops.add(new Op(0, ops.size(), op.type(), op.inputs(), op.outputs(), attributes));
            }
        }
    }

    private Block part(Op op) {
        long index = switch (op.attributes().get(SUB_BLOCK)) {
            case Attribute.Int(long value) -> value;
            case Attribute.SubBlock(int value) -> value;
            case null, default -> -1;
        };
        if (index < 1 || index >= program.blocks().size() || entered.get((int) index)) {
            throw new ModelFormatException(
                    program.source(),
                    "block " + op.block() + ", operator " + op.index() + " (" + op.type() + "), attribute '" + SUB_BLOCK
                            + "': is " + index + "; expected one of the blocks 1.."
                            + (program.blocks().size() - 1)
                            + " that no other operator refers to");
        }
        entered.set((int) index);
        return program.blocks().get((int) index);
    }

    /** Paddle Lite declares everything in the main block; others may not. */
    private Map<String, Variable> variables() {
        var all = new HashMap<String, Variable>();
        entered.stream()
                .mapToObj(program.blocks()::get)
                .forEach(b -> b.variables().forEach(all::putIfAbsent));
        return all;
    }
}
