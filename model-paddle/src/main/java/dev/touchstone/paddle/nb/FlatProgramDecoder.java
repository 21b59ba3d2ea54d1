package dev.touchstone.paddle.nb;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.AttrType;
import dev.touchstone.paddle.proto.Framework.VarType;
import java.util.ArrayList;
import java.util.List;

/** Decodes the topology of meta versions 1 and 2, a FlatBuffer. Numbers of types are those of framework.proto. */
final class FlatProgramDecoder {
    private final String source;
    private final Assembly assembly;

    private FlatProgramDecoder(String source, ModelLimits limits) {
        this.source = source;
        this.assembly = new Assembly(limits);
    }

    /**
     * What a topology says.
     *
     * @param version of the program, 0 if not said
     * @param blocks not empty
     */
    record Decoded(long version, List<Block> blocks) {}

    static Decoded decode(String source, FlatData data, ModelLimits limits) {
        return new FlatProgramDecoder(source, limits).program(data.root(Trail.START));
    }

    private Decoded program(FlatTable program) {
        program.eachTable(FlatIds.Program.BLOCKS, "block", (i, block) -> block(block));
        long version = program.table(FlatIds.Program.VERSION, "version")
                .map(v -> v.int64(FlatIds.Version.VERSION))
                .orElse(0L);
        return new Decoded(version, assembly.finish(source, program));
    }

    private void block(FlatTable table) {
        var block = assembly.block(table);
        table.eachTable(FlatIds.Block.VARS, "variable", (i, v) -> block.add(variable(v), v));
        table.eachTable(FlatIds.Block.OPS, "operator", (i, op) -> op(block, op));
        block.finish();
    }

    private Variable variable(FlatTable untitled) {
        var name = name(untitled, FlatIds.Var.NAME, "name");
        var table = untitled.named(name);
        var type = table.required(FlatIds.Var.TYPE, "type");
        int kind = type.int32(FlatIds.Type.TYPE, 0);
        boolean persistable = table.bool(FlatIds.Var.PERSISTABLE);
        boolean needCheckFeed = table.bool(FlatIds.Var.NEED_CHECK_FEED);
        var tensor = type.table(FlatIds.Type.LOD_TENSOR, "tensor")
                .flatMap(t -> t.table(FlatIds.LodTensor.TENSOR, "description"));
        if (kind != VarType.Type.LOD_TENSOR_VALUE || tensor.isEmpty()) {
            return new Variable(name, kind, -1, List.of(), persistable, needCheckFeed);
        }
        var description = tensor.get();
        assembly.takeExtents(description.count(FlatIds.Tensor.DIMS, "dims", 8), description);
        var dims = new ArrayList<Long>();
        description.eachInt64(FlatIds.Tensor.DIMS, "dims", extent -> {
            if (extent < -1 || extent > Integer.MAX_VALUE) {
                throw description.fault("extent " + extent + " is outside -1.." + Integer.MAX_VALUE);
            }
            dims.add(extent);
        });
        return new Variable(
                name, kind, description.int32(FlatIds.Tensor.DATA_TYPE, 0), dims, persistable, needCheckFeed);
    }

    private void op(Assembly.BlockParts block, FlatTable untitled) {
        var type = name(untitled, FlatIds.Op.TYPE, "type");
        var table = untitled.named(type);
        var op = block.op(type, table);
        table.eachTable(
                FlatIds.Op.INPUTS,
                "input",
                (i, slot) -> op.input(name(slot, FlatIds.Slot.PARAMETER, "slot name"), arguments(slot), slot));
        table.eachTable(
                FlatIds.Op.OUTPUTS,
                "output",
                (i, slot) -> op.output(name(slot, FlatIds.Slot.PARAMETER, "slot name"), arguments(slot), slot));
        table.eachTable(FlatIds.Op.ATTRS, "attribute", (i, attribute) -> {
            var name = name(attribute, FlatIds.Attr.NAME, "name");
            if (op.wants(name, attribute)) {
                op.attribute(name, value(attribute.named(name)), attribute);
            }
        });
        op.finish();
    }

    private List<String> arguments(FlatTable slot) {
        var names = new ArrayList<String>();
        slot.eachText(
                FlatIds.Slot.ARGUMENTS,
                "argument",
                assembly.nameBytes(),
                name -> names.add(Assembly.name(name, "argument", slot)));
        return names;
    }

    private Attribute value(FlatTable table) {
        int type = table.int32(FlatIds.Attr.TYPE, AttrType.INT_VALUE);
        return switch (type) {
            case AttrType.INT_VALUE -> new Attribute.Int(table.int32(FlatIds.Attr.I, 0));
            case AttrType.LONG_VALUE -> new Attribute.Wide(table.int64(FlatIds.Attr.L));
            case AttrType.FLOAT_VALUE -> new Attribute.Real(table.float32(FlatIds.Attr.F));
            case AttrType.BOOLEAN_VALUE -> new Attribute.Flag(table.bool(FlatIds.Attr.B));
            case AttrType.STRING_VALUE ->
                new Attribute.Text(table.text(FlatIds.Attr.S, "value", assembly.stringBytes()));
            case AttrType.BLOCK_VALUE -> new Attribute.SubBlock(table.int32(FlatIds.Attr.BLOCK_IDX, 0));
            case AttrType.INTS_VALUE -> {
                var values = new ArrayList<Long>();
                takeElements(table, FlatIds.Attr.INTS, 4);
                table.eachInt32(FlatIds.Attr.INTS, "values", v -> values.add((long) v));
                yield new Attribute.Ints(values);
            }
            case AttrType.LONGS_VALUE -> {
                var values = new ArrayList<Long>();
                takeElements(table, FlatIds.Attr.LONGS, 8);
                table.eachInt64(FlatIds.Attr.LONGS, "values", values::add);
                yield new Attribute.Wides(values);
            }
            case AttrType.FLOATS_VALUE -> {
                var values = new ArrayList<Float>();
                takeElements(table, FlatIds.Attr.FLOATS, 4);
                table.eachInt32(FlatIds.Attr.FLOATS, "values", v -> values.add(Float.intBitsToFloat(v)));
                yield new Attribute.Reals(values);
            }
            case AttrType.BOOLEANS_VALUE -> {
                var values = new ArrayList<Boolean>();
                takeElements(table, FlatIds.Attr.BOOLS, 1);
                table.eachInt8(FlatIds.Attr.BOOLS, "values", v -> values.add(v != 0));
                yield new Attribute.Flags(values);
            }
            case AttrType.STRINGS_VALUE -> {
                var values = new ArrayList<String>();
                takeElements(table, FlatIds.Attr.STRINGS, 4);
                table.eachText(FlatIds.Attr.STRINGS, "values", assembly.stringBytes(), values::add);
                yield new Attribute.Texts(values);
            }
            default -> new Attribute.Opaque(type);
        };
    }

    private void takeElements(FlatTable table, int id, int width) {
        assembly.takeElements(table.count(id, "values", width), table);
    }

    private String name(FlatTable table, int id, String what) {
        return Assembly.name(table.text(id, what, assembly.nameBytes()), what, table);
    }
}
