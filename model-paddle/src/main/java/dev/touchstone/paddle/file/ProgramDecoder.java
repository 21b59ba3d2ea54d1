package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.BlockDesc;
import dev.touchstone.paddle.proto.Framework.ProgramDesc;
import dev.touchstone.paddle.proto.Framework.Version;
import dev.touchstone.paddle.source.BlockTree;
import dev.touchstone.paddle.source.DecodeBudget;
import dev.touchstone.paddle.source.EndpointLimit;
import dev.touchstone.paddle.source.Limit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Decodes a ProgramDesc: a whole program file. */
final class ProgramDecoder {
    private final String source;
    private final ModelLimits limits;
    private final Limit blockLimit;
    private final DecodeBudget budget;
    private final VariableDecoder variables;
    private final OperatorDecoder operators;

    private ProgramDecoder(String source, ModelLimits limits) {
        this.source = source;
        this.limits = limits;
        blockLimit = new Limit("blocks", limits.blocks());
        budget = new DecodeBudget(limits);
        variables = new VariableDecoder(limits);
        operators = new OperatorDecoder(limits, budget);
    }

    /**
     * What a program file says.
     *
     * @param version 0 if not said
     * @param blocks not empty
     */
    record Decoded(long version, List<Block> blocks) {}

    static Decoded decode(String source, byte[] bytes, ModelLimits limits) {
        return new ProgramDecoder(source, limits).program(bytes);
    }

    private Decoded program(byte[] bytes) {
        var in = new MessageReader(source, bytes, 0, "");
        long version = 0;
        var blocks = new ArrayList<Block>();
        while (in.next()) {
            switch (in.field()) {
                case ProgramDesc.BLOCKS_FIELD_NUMBER -> {
                    if (!blockLimit.admits(blocks.size() + 1L)) {
                        throw in.fault(blockLimit.refusal(blocks.size() + 1L, "blocks"));
                    }
                    blocks.add(block(in.message("block " + blocks.size()), blocks.size()));
                }
                case ProgramDesc.VERSION_FIELD_NUMBER -> version = version(in.message("version"));
                default -> in.skip();
            }
        }
        if (blocks.isEmpty()) {
            throw new ModelFormatException(
                    source, "no block found; a program has at least one, so the file is damaged or no Paddle program");
        }
        BlockTree.check(source, blocks, limits);
        EndpointLimit.check(source, blocks.get(0), limits);
        return new Decoded(version, blocks);
    }

    private static long version(MessageReader in) {
        long version = 0;
        while (in.next()) {
            if (in.field() == Version.VERSION_FIELD_NUMBER) {
                version = in.integer("version");
            } else {
                in.skip();
            }
        }
        return version;
    }

    private Block block(MessageReader in, int position) {
        int index = Integer.MIN_VALUE;
        int parent = Integer.MIN_VALUE;
        var declared = new LinkedHashMap<String, Variable>();
        var ops = new ArrayList<Op>();
        while (in.next()) {
            switch (in.field()) {
                case BlockDesc.IDX_FIELD_NUMBER -> {
                    index = in.int32("idx");
                    if (index != position) {
                        throw in.fault("idx is " + index + ", expected " + position);
                    }
                }
                case BlockDesc.PARENT_IDX_FIELD_NUMBER -> {
                    parent = in.int32("parent_idx");
                    boolean allowed = position == 0 ? parent == -1 : parent >= 0 && parent < position;
                    if (!allowed) {
                        throw in.fault("parent_idx is " + parent + ", expected "
                                + (position == 0 ? "-1" : "0.." + (position - 1)));
                    }
                }
                case BlockDesc.VARS_FIELD_NUMBER -> {
                    budget.takeVariable(in);
                    var variable = variables.decode(in);
                    if (declared.put(variable.name(), variable) != null) {
                        throw in.fault("variable '" + variable.name() + "' is declared twice");
                    }
                }
                case BlockDesc.OPS_FIELD_NUMBER -> {
                    budget.takeOperator(in);
                    ops.add(operators.decode(in, position, ops.size()));
                }
                default -> in.skip();
            }
        }
        if (index == Integer.MIN_VALUE) {
            throw in.missing("idx");
        }
        if (parent == Integer.MIN_VALUE) {
            throw in.missing("parent_idx");
        }
        return new Block(position, parent, declared, ops);
    }
}
