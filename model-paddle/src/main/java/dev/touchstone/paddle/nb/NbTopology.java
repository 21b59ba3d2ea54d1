package dev.touchstone.paddle.nb;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.AttrType;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.paddle.write.StoredParameters;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Writes the topology of meta version 2, field by field in the order of Paddle Lite's own writer, so that a file of its
 * making is written again byte by byte. Variables come in the order of their first use, parameters without a use last;
 * references to blocks become INT; attributes of types that were not decoded are left out.
 */
final class NbTopology {
    private final Program program;
    private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    private final FlatWriter writer = new FlatWriter(builder);

    private NbTopology(Program program) {
        this.program = program;
    }

    static byte[] encode(Program program) {
        return new NbTopology(program).program();
    }

    private byte[] program() {
        int blocks = writer.tables(program.blocks(), this::block);
        builder.startTable(FlatIds.Version.FIELDS);
        builder.addLong(FlatIds.Version.VERSION, program.version(), 0);
        int version = builder.endTable();
        builder.startTable(FlatIds.Program.FIELDS);
        builder.addOffset(FlatIds.Program.VERSION, version, 0);
        builder.addOffset(FlatIds.Program.BLOCKS, blocks, 0);
        builder.finish(builder.endTable());
        return builder.sizedByteArray();
    }

    private int block(Block block) {
        int variables = writer.tables(used(block), this::variable);
        int operators = writer.tables(block.ops(), this::op);
        builder.startTable(FlatIds.Block.FIELDS);
        builder.addOffset(FlatIds.Block.OPS, operators, 0);
        builder.addOffset(FlatIds.Block.VARS, variables, 0);
        builder.addInt(FlatIds.Block.PARENT_IDX, block.parent(), 0);
        builder.addInt(FlatIds.Block.IDX, block.index(), 0);
        return builder.endTable();
    }

    private List<Variable> used(Block block) {
        var names = new LinkedHashSet<String>();
        // Main-block variables that only sub-blocks use belong here as well.
        var ops = block.index() == 0 ? program.blocks().stream().flatMap(b -> b.ops().stream()) : block.ops().stream();
        ops.forEach(op -> Stream.concat(op.inputs().values().stream(), op.outputs().values().stream())
                .flatMap(List::stream)
                .sorted(StoredParameters.ORDER)
                .forEach(names::add));
        if (block.index() == 0) {
            program.parameters().keySet().stream()
                    .sorted(StoredParameters.ORDER)
                    .forEach(names::add);
        }
        return names.stream()
                .filter(block.variables()::containsKey)
                .map(name -> Objects.requireNonNull(block.variables().get(name)))
                .toList();
    }

    private int variable(Variable declared) {
        var variable = keepsType(declared) ? declared : StoredParameters.declared(declared, program);
        int name = writer.text(variable.name());
        int dims = writer.longs(variable.dims());
        builder.startTable(FlatIds.Tensor.FIELDS);
        builder.addOffset(FlatIds.Tensor.DIMS, dims, 0);
        builder.addInt(FlatIds.Tensor.DATA_TYPE, Math.max(variable.dataType(), 0), 0);
        int tensor = builder.endTable();
        builder.startTable(FlatIds.LodTensor.FIELDS);
        builder.addOffset(FlatIds.LodTensor.TENSOR, tensor, 0);
        int lodTensor = builder.endTable();
        builder.startTable(FlatIds.Type.FIELDS);
        builder.addOffset(FlatIds.Type.LOD_TENSOR, lodTensor, 0);
        builder.addInt(FlatIds.Type.TYPE, variable.kind(), 0);
        int type = builder.endTable();
        builder.startTable(FlatIds.Var.FIELDS);
        builder.addOffset(FlatIds.Var.TYPE, type, 0);
        builder.addOffset(FlatIds.Var.NAME, name, 0);
        builder.addBoolean(FlatIds.Var.NEED_CHECK_FEED, variable.needCheckFeed(), false);
        builder.addBoolean(FlatIds.Var.PERSISTABLE, variable.persistable(), false);
        return builder.endTable();
    }

    /** Real files declare int8 weights as float32; only a type that the parameter no longer has must be corrected. */
    private static boolean keepsType(Variable variable) {
        return ElementType.of(variable.dataType()).filter(t -> !t.isConverted()).isPresent();
    }

    private int op(Op op) {
        int type = writer.text(op.type());
        int inputs = writer.sortedTables(op.inputs(), this::slot);
        int outputs = writer.sortedTables(op.outputs(), this::slot);
        var known = new HashMap<>(op.attributes());
        known.values().removeIf(a -> a instanceof Attribute.Opaque);
        int attributes = writer.sortedTables(known, this::attribute);
        builder.startTable(FlatIds.Op.FIELDS);
        builder.addOffset(FlatIds.Op.ATTRS, attributes, 0);
        builder.addOffset(FlatIds.Op.OUTPUTS, outputs, 0);
        builder.addOffset(FlatIds.Op.INPUTS, inputs, 0);
        builder.addOffset(FlatIds.Op.TYPE, type, 0);
        return builder.endTable();
    }

    private int slot(Map.Entry<String, List<String>> slot) {
        int parameter = writer.text(slot.getKey());
        int arguments = writer.texts(slot.getValue());
        builder.startTable(FlatIds.Slot.FIELDS);
        builder.addOffset(FlatIds.Slot.ARGUMENTS, arguments, 0);
        builder.addOffset(FlatIds.Slot.PARAMETER, parameter, 0);
        return builder.endTable();
    }

    private int attribute(Map.Entry<String, Attribute> attribute) {
        var value = attribute.getValue();
        int name = writer.text(attribute.getKey());
        int s = writer.sharedText(value instanceof Attribute.Text(String text) ? text : "");
        int ints = writer.ints(value instanceof Attribute.Ints(var list) ? list : List.of());
        int floats = writer.floats(value instanceof Attribute.Reals(var list) ? list : List.of());
        int strings = writer.texts(value instanceof Attribute.Texts(var list) ? list : List.of());
        int bools = writer.bools(value instanceof Attribute.Flags(var list) ? list : List.of());
        int blocks = writer.ints(List.of());
        int longs = writer.longs(value instanceof Attribute.Wides(var list) ? list : List.of());
        int float64s = writer.longs(List.of());
        builder.startTable(FlatIds.Attr.FIELDS);
        builder.addLong(FlatIds.Attr.L, value instanceof Attribute.Wide(long l) ? l : 0, 0);
        builder.addOffset(FlatIds.Attr.FLOAT64S, float64s, 0);
        builder.addOffset(FlatIds.Attr.LONGS, longs, 0);
        builder.addOffset(FlatIds.Attr.BLOCKS_IDX, blocks, 0);
        builder.addOffset(FlatIds.Attr.BOOLS, bools, 0);
        builder.addOffset(FlatIds.Attr.STRINGS, strings, 0);
        builder.addOffset(FlatIds.Attr.FLOATS, floats, 0);
        builder.addOffset(FlatIds.Attr.INTS, ints, 0);
        builder.addOffset(FlatIds.Attr.S, s, 0);
        // By bits: a negative zero is not the default.
        float f = value instanceof Attribute.Real(float real) ? real : 0;
        if (Float.floatToRawIntBits(f) != 0) {
            builder.forceDefaults(true);
            builder.addFloat(FlatIds.Attr.F, f, 0);
            builder.forceDefaults(false);
        }
        builder.addInt(FlatIds.Attr.I, integer(value), 0);
        builder.addInt(FlatIds.Attr.TYPE, type(value), 0);
        builder.addOffset(FlatIds.Attr.NAME, name, 0);
        builder.addBoolean(FlatIds.Attr.B, value instanceof Attribute.Flag(boolean flag) && flag, false);
        return builder.endTable();
    }

    private static int integer(Attribute value) {
        return switch (value) {
            case Attribute.Int(long i) -> Math.toIntExact(i);
            case Attribute.SubBlock(int block) -> block;
            default -> 0;
        };
    }

    private static int type(Attribute value) {
        return switch (value) {
            case Attribute.Int a -> AttrType.INT_VALUE;
            case Attribute.SubBlock a -> AttrType.INT_VALUE;
            case Attribute.Wide a -> AttrType.LONG_VALUE;
            case Attribute.Real a -> AttrType.FLOAT_VALUE;
            case Attribute.Flag a -> AttrType.BOOLEAN_VALUE;
            case Attribute.Text a -> AttrType.STRING_VALUE;
            case Attribute.Ints a -> AttrType.INTS_VALUE;
            case Attribute.Wides a -> AttrType.LONGS_VALUE;
            case Attribute.Reals a -> AttrType.FLOATS_VALUE;
            case Attribute.Flags a -> AttrType.BOOLEANS_VALUE;
            case Attribute.Texts a -> AttrType.STRINGS_VALUE;
            case Attribute.Opaque(int number) -> number;
        };
    }
}
