package dev.touchstone.paddle.file;

import static dev.touchstone.paddle.file.Wire.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramDecoderTest {
    private static ProgramDecoder.Decoded decode(byte[]... program) {
        return ProgramDecoder.decode("net", join(program), ModelLimits.defaults());
    }

    private static Map<String, Attribute> attributes(byte[]... attributes) {
        return decode(program(op("relu", attributes)))
                .blocks()
                .getFirst()
                .ops()
                .getFirst()
                .attributes();
    }

    @Test
    void readsBlocksVariablesAndOperators() {
        var decoded = decode(
                program(
                        variableOfKind("feed", FEED_MINIBATCH),
                        variable("x", FP32, false, -1, 3),
                        variable("w", INT8, true, 3, 2),
                        op("mul", input("X", "x"), input("Y", "w"), input("Bias"), output("Out", "y", "z"))),
                message(4, number(1, 2_002_002)));

        assertThat(decoded.version()).isEqualTo(2_002_002);
        assertThat(decoded.blocks())
                .containsExactly(new Block(
                        0,
                        -1,
                        Map.of(
                                "feed", new Variable("feed", 9, -1, List.of(), true, false),
                                "x", new Variable("x", 7, 5, List.of(-1L, 3L), false, false),
                                "w", new Variable("w", 7, 21, List.of(3L, 2L), true, false)),
                        List.of(new Op(
                                0,
                                0,
                                "mul",
                                Map.of("X", List.of("x"), "Y", List.of("w"), "Bias", List.of()),
                                Map.of("Out", List.of("y", "z")),
                                Map.of()))));
    }

    @Test
    void readsWhatProtobufWrites() {
        var attribute = Framework.OpDesc.Attr.newBuilder()
                .setName("axes")
                .setType(Framework.AttrType.INTS)
                .addInts(-1)
                .addInts(7);
        var op = Framework.OpDesc.newBuilder()
                .setType("slice")
                .addInputs(
                        Framework.OpDesc.Var.newBuilder().setParameter("Input").addArguments("x"))
                .addAttrs(attribute);
        var tensor = Framework.VarType.TensorDesc.newBuilder()
                .setDataType(Framework.VarType.Type.FP32)
                .addDims(-1);
        var variable = Framework.VarDesc.newBuilder()
                .setName("x")
                .setNeedCheckFeed(true)
                .setType(Framework.VarType.newBuilder()
                        .setType(Framework.VarType.Type.LOD_TENSOR)
                        .setLodTensor(Framework.VarType.LoDTensorDesc.newBuilder()
                                .setTensor(tensor)
                                .setLodLevel(1)));
        var program = Framework.ProgramDesc.newBuilder()
                .setVersion(Framework.Version.newBuilder().setVersion(3))
                .addBlocks(Framework.BlockDesc.newBuilder()
                        .setIdx(0)
                        .setParentIdx(-1)
                        .setForwardBlockIdx(-1)
                        .addVars(variable)
                        .addOps(op));

        var decoded = decode(program.build().toByteArray());

        assertThat(decoded.version()).isEqualTo(3);
        assertThat(decoded.blocks())
                .containsExactly(new Block(
                        0,
                        -1,
                        Map.of("x", new Variable("x", 7, 5, List.of(-1L), false, true)),
                        List.of(new Op(
                                0,
                                0,
                                "slice",
                                Map.of("Input", List.of("x")),
                                Map.of(),
                                Map.of("axes", new Attribute.Ints(List.of(-1L, 7L)))))));
    }

    @Test
    void readsEveryAttributeType() {
        assertThat(attributes(
                        attribute("int", 0, number(3, -2)),
                        attribute("float", 1, float32(4, 0.5f)),
                        attribute("string", 2, text(5, "SAME")),
                        attribute("ints", 3, number(6, 1), number(6, -1)),
                        attribute("floats", 4, float32(7, 1f), float32(7, -2f)),
                        attribute("strings", 5, text(8, "a"), text(8, "")),
                        attribute("flag", 6, number(10, 1)),
                        attribute("flags", 7, number(11, 1), number(11, 0)),
                        attribute("long", 9, number(13, Long.MIN_VALUE)),
                        attribute("longs", 11, number(15, Long.MAX_VALUE))))
                .isEqualTo(Map.of(
                        "int", new Attribute.Int(-2),
                        "float", new Attribute.Real(0.5f),
                        "string", new Attribute.Text("SAME"),
                        "ints", new Attribute.Ints(List.of(1L, -1L)),
                        "floats", new Attribute.Reals(List.of(1f, -2f)),
                        "strings", new Attribute.Texts(List.of("a", "")),
                        "flag", new Attribute.Flag(true),
                        "flags", new Attribute.Flags(List.of(true, false)),
                        "long", new Attribute.Wide(Long.MIN_VALUE),
                        "longs", new Attribute.Wides(List.of(Long.MAX_VALUE))));
    }

    @Test
    void readsPackedLists() {
        assertThat(attributes(
                        attribute("ints", 3, message(6, varint(1), varint(-1)), number(6, 300)),
                        attribute("floats", 4, message(7, floats(1f, -2f))),
                        attribute("flags", 7, message(11, varint(1), varint(0))),
                        attribute("longs", 11, message(15))))
                .isEqualTo(Map.of(
                        "ints", new Attribute.Ints(List.of(1L, -1L, 300L)),
                        "floats", new Attribute.Reals(List.of(1f, -2f)),
                        "flags", new Attribute.Flags(List.of(true, false)),
                        "longs", new Attribute.Wides(List.of())));
        var variable = message(
                3,
                text(1, "x"),
                message(
                        2,
                        number(1, LOD_TENSOR),
                        message(3, message(1, number(1, FP32), message(2, varint(-1), varint(8))))));
        assertThat(decode(program(variable)).blocks().getFirst().variables().get("x"))
                .isEqualTo(new Variable("x", 7, 5, List.of(-1L, 8L), false, false));
    }

    @Test
    void keepsAttributesOfUnknownTypesAsOpaque() {
        assertThat(attributes(
                        attribute("blocks", 10, number(14, 1)),
                        attribute("doubles", 12, float64(16, 1)),
                        attribute("scalar", 16, message(20, raw(1, 2, 3))),
                        attribute("future", 99)))
                .isEqualTo(Map.of(
                        "blocks", new Attribute.Opaque(10),
                        "doubles", new Attribute.Opaque(12),
                        "scalar", new Attribute.Opaque(16),
                        "future", new Attribute.Opaque(99)));
    }

    @Test
    void readsAttributeFieldsInAnyOrder() {
        assertThat(attributes(message(4, number(3, 5), number(2, 0), text(1, "axis"))))
                .isEqualTo(Map.of("axis", new Attribute.Int(5)));
    }

    @Test
    void passesOverUnknownFieldsOfEveryWireType() {
        byte[] unknown = join(
                number(900, 1),
                float32(900, 1),
                float64(900, 1),
                text(900, "x"),
                tag(900, 3),
                number(1, 5),
                tag(900, 4));
        var decoded = decode(
                unknown,
                program(
                        unknown,
                        message(
                                3,
                                unknown,
                                text(1, "x"),
                                message(
                                        2,
                                        unknown,
                                        number(1, LOD_TENSOR),
                                        message(3, unknown, message(1, unknown, description(FP32, 2))))),
                        op(
                                "relu",
                                unknown,
                                message(1, unknown, text(1, "X")),
                                message(4, unknown, text(1, "a"), number(2, 3)))),
                unknown);

        var main = decoded.blocks().getFirst();
        assertThat(main.variables()).containsEntry("x", new Variable("x", 7, 5, List.of(2L), false, false));
        assertThat(main.ops().getFirst().attributes()).containsEntry("a", new Attribute.Ints(List.of()));
    }

    @Test
    void neverDecodesAttributesThatAreDropped() {
        byte[] notUtf8 = message(8, raw(0xff, 0xfe));
        assertThat(attributes(
                        attribute("op_callstack", 5, notUtf8, notUtf8),
                        attribute("op_role", 0),
                        attribute("op_namescope", 2, text(5, "/")),
                        attribute("op_role_var", 5, notUtf8),
                        attribute("workspace_size_MB", 0, text(3, "wrong"))))
                .isEmpty();
    }

    @Test
    void readsSubBlocks() {
        var blocks = decode(program(op("while", attribute("sub_block", 8, number(12, 1)))), block(1, 0, op("relu")))
                .blocks();

        assertThat(blocks.get(0).ops().getFirst().attributes()).containsEntry("sub_block", new Attribute.SubBlock(1));
        assertThat(blocks.get(1))
                .isEqualTo(new Block(1, 0, Map.of(), List.of(new Op(1, 0, "relu", Map.of(), Map.of(), Map.of()))));
    }

    @Test
    void takesTheLastOfRepeatedScalarsAsProtobufDoes() {
        assertThat(attributes(attribute("axis", 0, number(3, 1), number(3, 2))))
                .isEqualTo(Map.of("axis", new Attribute.Int(2)));
    }
}
