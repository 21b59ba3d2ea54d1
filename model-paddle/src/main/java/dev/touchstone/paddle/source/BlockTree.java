package dev.touchstone.paddle.source;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import java.util.BitSet;
import java.util.List;

/**
 * Blocks that operators refer to must form a tree, so that whoever walks it ends: each reference goes from a block to
 * one whose parent it is, and no two go to the same. Parents stand before their children, as the decoder checked.
 */
public final class BlockTree {
    private final String source;
    private final List<Block> blocks;
    private final BitSet referenced = new BitSet();

    private BlockTree(String source, List<Block> blocks) {
        this.source = source;
        this.blocks = blocks;
    }

    /**
     * Checks a program.
     *
     * @throws ModelFormatException if its blocks are no tree, or nested deeper than the limit
     */
    public static void check(String source, List<Block> blocks, ModelLimits limits) {
        var tree = new BlockTree(source, blocks);
        tree.checkDepth(new Limit("blockNesting", limits.blockNesting()));
        for (var block : blocks) {
            for (var op : block.ops()) {
                for (var attribute : op.attributes().entrySet()) {
                    if (attribute.getValue() instanceof Attribute.SubBlock sub) {
                        tree.checkReference(op, attribute.getKey(), sub.index());
                    }
                }
            }
        }
    }

    private void checkDepth(Limit nesting) {
        int[] depth = new int[blocks.size()];
        for (int i = 1; i < depth.length; i++) {
            depth[i] = depth[blocks.get(i).parent()] + 1;
            if (!nesting.admits(depth[i])) {
                throw new ModelFormatException(
                        source, "block " + i + ": " + nesting.refusal(depth[i], "blocks around one another"));
            }
        }
    }

    private void checkReference(Op op, String attribute, int target) {
        if (target < 0 || target >= blocks.size()) {
            throw fault(op, attribute, "refers to block " + target + ", but the blocks are 0.." + (blocks.size() - 1));
        }
        if (blocks.get(target).parent() != op.block()) {
            throw fault(
                    op,
                    attribute,
                    "refers to block " + target + ", which is not a child of block " + op.block() + " but of "
                            + blocks.get(target).parent());
        }
        if (referenced.get(target)) {
            throw fault(op, attribute, "refers to block " + target + ", which another operator refers to already");
        }
        referenced.set(target);
    }

    private ModelFormatException fault(Op op, String attribute, String what) {
        return new ModelFormatException(
                source,
                "block " + op.block() + ", operator " + op.index() + " (" + op.type() + "), attribute '" + attribute
                        + "': " + what);
    }
}
