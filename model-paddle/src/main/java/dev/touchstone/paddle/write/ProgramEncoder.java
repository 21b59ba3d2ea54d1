package dev.touchstone.paddle.write;

import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.AttrType;
import dev.touchstone.paddle.proto.Framework.BlockDesc;
import dev.touchstone.paddle.proto.Framework.OpDesc;
import dev.touchstone.paddle.proto.Framework.ProgramDesc;
import dev.touchstone.paddle.proto.Framework.VarDesc;
import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.proto.Framework.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the program file of framework.proto. Variables, slots and attributes are sorted by name; operators keep their
 * order. Attributes of types that were not decoded are left out.
 */
final class ProgramEncoder {
    private final Program program;

    private ProgramEncoder(Program program) {
        this.program = program;
    }

    static byte[] encode(Program program) {
        var encoder = new ProgramEncoder(program);
        var message = ProgramDesc.newBuilder().setVersion(Version.newBuilder().setVersion(program.version()));
        program.blocks().forEach(b -> message.addBlocks(encoder.block(b)));
        return message.build().toByteArray();
    }

    private BlockDesc block(Block block) {
        var message = BlockDesc.newBuilder().setIdx(block.index()).setParentIdx(block.parent());
        block.variables().values().stream()
                .sorted((a, b) -> StoredParameters.ORDER.compare(a.name(), b.name()))
                .map(v -> block.index() == 0 ? StoredParameters.declared(v, program) : v)
                .forEach(v -> message.addVars(variable(v)));
        block.ops().forEach(o -> message.addOps(op(o)));
        return message.build();
    }

    private static VarDesc variable(Variable variable) {
        var type = VarType.newBuilder().setType(known(variable, variable.kind()));
        if (variable.dataType() >= 0) {
            var tensor = VarType.TensorDesc.newBuilder()
                    .setDataType(known(variable, variable.dataType()))
                    .addAllDims(variable.dims());
            type.setLodTensor(VarType.LoDTensorDesc.newBuilder().setTensor(tensor));
        }
        return VarDesc.newBuilder()
                .setName(variable.name())
                .setType(type)
                .setPersistable(variable.persistable())
                .setNeedCheckFeed(variable.needCheckFeed())
                .build();
    }

    private static VarType.Type known(Variable variable, int number) {
        var type = VarType.Type.forNumber(number);
        if (type == null) {
            throw new TouchstoneException("variable '" + variable.name() + "' is of the type numbered " + number
                    + ", which no version of the format that can be written has");
        }
        return type;
    }

    private static OpDesc op(Op op) {
        var message = OpDesc.newBuilder().setType(op.type());
        slots(op.inputs()).forEach(message::addInputs);
        slots(op.outputs()).forEach(message::addOutputs);
        op.attributes().keySet().stream()
                .sorted(StoredParameters.ORDER)
                .map(name -> attribute(name, op.attributes()))
                .flatMap(Optional::stream)
                .forEach(message::addAttrs);
        return message.build();
    }

    private static List<OpDesc.Var> slots(Map<String, List<String>> slots) {
        return slots.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(StoredParameters.ORDER))
                .map(e -> OpDesc.Var.newBuilder()
                        .setParameter(e.getKey())
                        .addAllArguments(e.getValue())
                        .build())
                .toList();
    }

    private static Optional<OpDesc.Attr> attribute(String name, Map<String, Attribute> attributes) {
        var value = attributes.get(name);
        if (value == null || value instanceof Attribute.Opaque) {
            return Optional.empty();
        }
        var message = OpDesc.Attr.newBuilder().setName(name);
        switch (value) {
            case Attribute.Int(long v) -> message.setType(AttrType.INT).setI(Math.toIntExact(v));
            case Attribute.Wide(long v) -> message.setType(AttrType.LONG).setL(v);
            case Attribute.Real(float v) -> message.setType(AttrType.FLOAT).setF(v);
            case Attribute.Flag(boolean v) -> message.setType(AttrType.BOOLEAN).setB(v);
            case Attribute.Text(String v) -> message.setType(AttrType.STRING).setS(v);
            case Attribute.SubBlock(int v) -> message.setType(AttrType.BLOCK).setBlockIdx(v);
            case Attribute.Ints(var v) ->
                message.setType(AttrType.INTS)
                        .addAllInts(v.stream().map(Math::toIntExact).toList());
            case Attribute.Wides(var v) -> message.setType(AttrType.LONGS).addAllLongs(v);
            case Attribute.Reals(var v) -> message.setType(AttrType.FLOATS).addAllFloats(v);
            case Attribute.Flags(var v) -> message.setType(AttrType.BOOLEANS).addAllBools(v);
            case Attribute.Texts(var v) -> message.setType(AttrType.STRINGS).addAllStrings(v);
            case Attribute.Opaque o -> throw new IllegalStateException("left out above");
        }
        return Optional.of(message.build());
    }
}
