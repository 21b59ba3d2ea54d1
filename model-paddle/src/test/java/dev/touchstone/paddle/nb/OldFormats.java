package dev.touchstone.paddle.nb;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes meta versions 0 and 1, which only old versions of Paddle Lite's opt write, from their description. Fields that
 * the real writer leaves undefined get a pattern.
 */
final class OldFormats {
    private static final int GARBAGE = 0x5a5a5a5a;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OldFormats() {}

    static byte[] meta0(Program program) {
        var topology = new OldFormats();
        topology.list(program.blocks(), topology::block);
        topology.int64(0x5a5a5a5a5a5a5a5aL);
        var parameters = new OldFormats();
        var order = new ArrayList<Map.Entry<String, Tensor>>();
        // The order of the variables, which is any.
        program.blocks().getFirst().variables().keySet().forEach(name -> {
            var tensor = program.parameters().get(name);
            if (tensor != null) {
                order.add(Map.entry(name, tensor));
            }
        });
        parameters.list(order, e -> parameters.parameter(e.getKey(), e.getValue()));
        return file(0, topology.out.toByteArray(), parameters.out.toByteArray());
    }

    static byte[] meta1(Program program) {
        var builder = new FlatBufferBuilder();
        var offsets = new ArrayList<Integer>();
        new TreeMap<>(program.parameters()).forEach((name, tensor) -> {
            int nameAt = builder.createString(name);
            var dims = tensor.shape().toArray();
            builder.startVector(8, dims.length, 8);
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                builder.addLong(dims[axis]);
            }
            int dimsAt = builder.endVector();
            int data = builder.createByteVector(tensor.segment().toArray(ValueLayout.JAVA_BYTE));
            builder.startTable(5);
            builder.addOffset(2, dimsAt, 0);
            builder.addInt(3, number(tensor), 0);
            builder.addOffset(4, data, 0);
            int variable = builder.endTable();
            builder.startTable(4);
            builder.addOffset(1, nameAt, 0);
            builder.addByte(2, (byte) 1, 0);
            builder.addOffset(3, variable, 0);
            offsets.add(builder.endTable());
        });
        int vector = builder.createVectorOfTables(
                offsets.stream().mapToInt(Integer::intValue).toArray());
        builder.startTable(1);
        builder.addOffset(0, vector, 0);
        builder.finish(builder.endTable());
        return file(1, NbTopology.encode(program), builder.sizedByteArray());
    }

    private static byte[] file(int meta, byte[] topology, byte[] parameters) {
        var file = ByteBuffer.allocate(26 + topology.length + parameters.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) meta).put("v2.6.3".getBytes(StandardCharsets.US_ASCII));
        file.put(9, (byte) 0x8d); // Behind the NUL stands what was in memory.
        file.position(18).putLong(topology.length).put(topology).put(parameters);
        return file.array();
    }

    private static int number(Tensor tensor) {
        return ElementType.forMemory(tensor.type().dataType()).number();
    }

    private void block(Block block) {
        int32(block.index());
        int32(block.parent());
        var declarations = new ArrayList<>(block.variables().values());
        declarations.addAll(block.variables().values()); // The real writer does so for each operator that uses one.
        list(declarations, this::variable);
        list(block.ops(), this::op);
        int32(-1);
    }

    private void variable(Variable variable) {
        text(variable.name());
        int32(naive(variable.kind()));
        for (int i = 0; i < 3; i++) {
            int32(GARBAGE);
            list(List.<Long>of(), this::int64);
            if (i > 0) {
                int32(GARBAGE);
            }
        }
        int64(0);
        int64(0);
        out.write(variable.persistable() ? 1 : 0);
    }

    /** VarType numbers of the naive buffer. */
    private static int naive(int type) {
        return switch (type) {
            case 20 -> 8;
            case 21 -> 9;
            case 7 -> 10;
            case 9 -> 12;
            case 10 -> 13;
            case 17 -> 19;
            default -> type;
        };
    }

    private void op(Op op) {
        text(op.type());
        list(op.inputs().entrySet(), this::slot);
        list(op.outputs().entrySet(), this::slot);
        list(op.attributes().entrySet(), e -> attribute(e.getKey(), e.getValue()));
        out.write(0);
    }

    private void slot(Map.Entry<String, List<String>> slot) {
        text(slot.getKey());
        list(slot.getValue(), this::text);
    }

    private void attribute(String name, Attribute value) {
        text(name);
        int32(
                switch (value) {
                    case Attribute.Int a -> 0;
                    case Attribute.Real a -> 1;
                    case Attribute.Text a -> 2;
                    case Attribute.Ints a -> 3;
                    case Attribute.Reals a -> 4;
                    case Attribute.Texts a -> 5;
                    case Attribute.Flag a -> 6;
                    case Attribute.Flags a -> 7;
                    case Attribute.SubBlock a -> 8;
                    case Attribute.Wide a -> 9;
                    case Attribute.Wides a -> 11;
                    case Attribute.Opaque(int type) -> type;
                });
        int32(value instanceof Attribute.Int(long i) ? (int) i : GARBAGE);
        int32(value instanceof Attribute.Real(float f) ? Float.floatToRawIntBits(f) : GARBAGE);
        text(value instanceof Attribute.Text(String s) ? s : "");
        list(value instanceof Attribute.Ints(var v) ? v : List.<Long>of(), v -> int32((int) (long) v));
        list(value instanceof Attribute.Reals(var v) ? v : List.<Float>of(), v -> int32(Float.floatToRawIntBits(v)));
        list(value instanceof Attribute.Texts(var v) ? v : List.<String>of(), this::text);
        out.write(value instanceof Attribute.Flag(boolean b) ? b ? 1 : 0 : 0x5a);
        list(value instanceof Attribute.Flags(var v) ? v : List.<Boolean>of(), v -> out.write(v ? 1 : 0));
        int32(value instanceof Attribute.SubBlock(int b) ? b : GARBAGE);
        int64(value instanceof Attribute.Wide(long l) ? l : GARBAGE);
        list(List.<Integer>of(), this::int32);
        list(value instanceof Attribute.Wides(var v) ? v : List.<Long>of(), this::int64);
    }

    private void parameter(String name, Tensor tensor) {
        text(name);
        int32(0);
        int64(0);
        int64(0);
        int32(0);
        int32(naive(number(tensor)));
        var dims = tensor.shape().toArray();
        int64(dims.length);
        for (int extent : dims) {
            int64(extent);
        }
        var data = tensor.segment().toArray(ValueLayout.JAVA_BYTE);
        int64(data.length);
        out.writeBytes(data);
    }

    private <T> void list(Collection<T> elements, java.util.function.Consumer<T> write) {
        int64(elements.size());
        elements.forEach(write);
    }

    private void text(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        int64(utf8.length);
        out.writeBytes(utf8);
    }

    private void int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void int64(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
