package dev.touchstone.paddle.file;

import static dev.touchstone.paddle.file.Wire.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.touchstone.model.ModelLimits;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that are refused, each with its whole message. */
class ProgramRefusalTest {
    private static final byte[] RELU = op("relu", input("X", "x"), output("Out", "y"));

    private static String refusal(ModelLimits limits, byte[]... program) {
        return Refusal.of(() -> ProgramDecoder.decode("net", join(program), limits));
    }

    static Stream<Arguments> damaged() {
        String seemsCut = " cannot be decoded; the file is cut off, damaged or no Paddle program";
        byte[] whole = program(RELU);
        return Stream.of(
                arguments(
                        new byte[0],
                        "net: no block found; a program has at least one, so the file is damaged or no Paddle program"),
                arguments(
                        number(900, 1),
                        "net: no block found; a program has at least one, so the file is damaged or no Paddle program"),
                arguments(
                        Arrays.copyOf(whole, whole.length - 1),
                        "net at byte 0: block 0 has length 39, but only 38 bytes are left; the file is cut off or damaged"),
                arguments(Arrays.copyOf(whole, 1), "net at byte 0: block 0" + seemsCut),
                arguments(join(whole, raw(0x80)), "net at byte 41: a field" + seemsCut),
                arguments(join(whole, raw(0)), "net at byte 41: a field" + seemsCut),
                arguments(join(whole, tag(900, 0)), "net at byte 41: field 900" + seemsCut),
                arguments(join(whole, tag(900, 4)), "net at byte 41: field 900" + seemsCut),
                arguments(join(whole, tag(900, 3)), "net at byte 41: field 900" + seemsCut),
                arguments(join(whole, tag(900, 6)), "net at byte 41: field 900" + seemsCut),
                arguments(
                        join(tag(1, 2), varint(-1)),
                        "net at byte 0: block 0 has length 18446744073709551615, but only 0 bytes are left; "
                                + "the file is cut off or damaged"),
                arguments(
                        number(1, 5),
                        "net at byte 0: block 0 has wire type 0, expected 2; the file is damaged or no Paddle program"),
                arguments(
                        join(whole, number(4, 1)),
                        "net at byte 41: version has wire type 0, expected 2; the file is damaged or no Paddle program"),
                arguments(
                        program(op("relu", attribute("a", 0, float32(3, 1)))),
                        "net at byte 24: block 0, operator 0 (relu), attribute 'a': i has wire type 5, expected 0; "
                                + "the file is damaged or no Paddle program"),
                arguments(
                        program(op("relu", attribute("a", 4, message(7, raw(1, 2, 3))))),
                        "net at byte 26: block 0, operator 0 (relu), attribute 'a', floats: floats" + seemsCut),
                arguments(
                        program(op("relu", attribute("a", 3, message(6, raw(0x80))))),
                        "net at byte 26: block 0, operator 0 (relu), attribute 'a', ints: ints" + seemsCut));
    }

    static Stream<Arguments> incomplete() {
        String remedy = " is missing; the file is damaged";
        byte[] name = text(1, "x");
        byte[] tensorKind = number(1, LOD_TENSOR);
        return Stream.of(
                arguments(message(1, number(2, -1)), "net at byte 2: block 0: idx" + remedy),
                arguments(message(1, number(1, 0)), "net at byte 2: block 0: parent_idx" + remedy),
                arguments(
                        program(message(3, message(2, tensorKind))),
                        "net at byte 17: block 0, variable: name" + remedy),
                arguments(program(message(3, name)), "net at byte 17: block 0, variable 'x': type" + remedy),
                arguments(
                        program(message(3, name, message(2))),
                        "net at byte 22: block 0, variable 'x', type: type" + remedy),
                arguments(
                        program(message(3, name, message(2, tensorKind, message(3)))),
                        "net at byte 26: block 0, variable 'x', type, lod_tensor: tensor" + remedy),
                arguments(
                        program(message(3, name, message(2, tensorKind, message(3, message(1, number(2, 4)))))),
                        "net at byte 28: block 0, variable 'x', type, lod_tensor, tensor: data_type" + remedy),
                arguments(program(message(4, input("X"))), "net at byte 17: block 0, operator 0: type" + remedy),
                arguments(
                        program(op("relu", message(1, text(2, "x")))),
                        "net at byte 19: block 0, operator 0 (relu), input: slot name" + remedy),
                arguments(
                        program(op("relu", message(2, text(2, "x")))),
                        "net at byte 19: block 0, operator 0 (relu), output: slot name" + remedy),
                arguments(
                        program(op("relu", message(4, number(2, 0), number(3, 1)))),
                        "net at byte 19: block 0, operator 0 (relu), attribute: name" + remedy),
                arguments(
                        program(op("relu", message(4, text(1, "axis"), number(3, 1)))),
                        "net at byte 19: block 0, operator 0 (relu), attribute 'axis': type" + remedy),
                arguments(
                        program(op("relu", attribute("axis", 0, float32(4, 1)))),
                        "net at byte 19: block 0, operator 0 (relu), attribute 'axis': value (field i)" + remedy),
                arguments(
                        program(op("relu", attribute("mode", 2))),
                        "net at byte 19: block 0, operator 0 (relu), attribute 'mode': value (field s)" + remedy),
                arguments(
                        program(op("while", attribute("sub_block", 8))),
                        "net at byte 19: block 0, operator 0 (while), attribute 'sub_block': value (field block_idx)"
                                + remedy));
    }

    static Stream<Arguments> contradictory() {
        byte[] type = message(2, number(1, FEED_MINIBATCH));
        return Stream.of(
                arguments(
                        program(variable("x", FP32, false), variable("x", FP32, false)),
                        "net at byte 32: block 0: variable 'x' is declared twice"),
                arguments(
                        program(op("relu", input("X", "x"), input("X", "z"))),
                        "net at byte 25: block 0, operator 0 (relu): input slot 'X' is given twice"),
                arguments(
                        program(op("relu", output("Out"), output("Out"))),
                        "net at byte 24: block 0, operator 0 (relu): output slot 'Out' is given twice"),
                arguments(
                        program(op("relu", attribute("a", 3), attribute("a", 3))),
                        "net at byte 24: block 0, operator 0 (relu): attribute 'a' is given twice"),
                arguments(program(message(3, message(1), type)), "net at byte 17: block 0, variable: name is empty"),
                arguments(
                        program(message(3, message(1, raw('x', 0)), type)),
                        "net at byte 17: block 0, variable: name has the control character U+0000 at index 1; "
                                + "names must be printable"),
                arguments(
                        program(op("relu", input("X", "a\nb"))),
                        "net at byte 22: block 0, operator 0 (relu), input: argument has the control character U+000A "
                                + "at index 1; names must be printable"),
                arguments(
                        program(message(3, message(1, raw(0xc3, 0x28)), type)),
                        "net at byte 17: block 0, variable: name is not valid UTF-8; the file is damaged"),
                arguments(
                        program(op("relu", attribute("mode", 2, message(5, raw(0xff))))),
                        "net at byte 27: block 0, operator 0 (relu), attribute 'mode': s is not valid UTF-8; "
                                + "the file is damaged"),
                arguments(
                        program(variable("x", FP32, false, -2)),
                        "net at byte 30: block 0, variable 'x', type, lod_tensor, tensor: extent -2 is outside "
                                + "-1..2147483647"),
                arguments(
                        program(variable("x", FP32, false, 1L << 31)),
                        "net at byte 30: block 0, variable 'x', type, lod_tensor, tensor: extent 2147483648 is outside "
                                + "-1..2147483647"),
                arguments(
                        program(op("relu", attribute("a", 0, number(3, 1L << 31)))),
                        "net at byte 24: block 0, operator 0 (relu), attribute 'a': i is 2147483648; "
                                + "a number of 32 bits is allowed"),
                arguments(
                        program(op("relu", attribute("a", 3, number(6, 1L << 31)))),
                        "net at byte 24: block 0, operator 0 (relu), attribute 'a': ints holds 2147483648; "
                                + "numbers of 32 bits are allowed"));
    }

    static Stream<Arguments> lost() {
        byte[] useOne = op("while", attribute("sub_block", 8, number(12, 1)));
        byte[] main = program(useOne);
        return Stream.of(
                arguments(block(1, -1), "net at byte 2: block 0: idx is 1, expected 0"),
                arguments(block(0, 0), "net at byte 4: block 0: parent_idx is 0, expected -1"),
                arguments(join(program(), block(0, 0)), "net at byte 17: block 1: idx is 0, expected 1"),
                arguments(join(program(), block(1, 1)), "net at byte 19: block 1: parent_idx is 1, expected 0..0"),
                arguments(join(program(), block(1, -1)), "net at byte 19: block 1: parent_idx is -1, expected 0..0"),
                arguments(
                        main,
                        "net: block 0, operator 0 (while), attribute 'sub_block': refers to block 1, but the blocks are 0..0"),
                arguments(
                        program(op("while", attribute("sub_block", 8, number(12, -1)))),
                        "net: block 0, operator 0 (while), attribute 'sub_block': refers to block -1, but the blocks are "
                                + "0..0"),
                arguments(
                        program(op("while", attribute("sub_block", 8, number(12, 0)))),
                        "net: block 0, operator 0 (while), attribute 'sub_block': refers to block 0, "
                                + "which is not a child of block 0 but of -1"),
                arguments(
                        join(main, block(1, 0, useOne)),
                        "net: block 1, operator 0 (while), attribute 'sub_block': refers to block 1, "
                                + "which is not a child of block 1 but of 0"),
                arguments(
                        join(main, block(1, 0, op("while", attribute("sub_block", 8, number(12, 0))))),
                        "net: block 1, operator 0 (while), attribute 'sub_block': refers to block 0, "
                                + "which is not a child of block 1 but of -1"),
                arguments(
                        join(program(useOne, useOne), block(1, 0)),
                        "net: block 0, operator 1 (while), attribute 'sub_block': refers to block 1, "
                                + "which another operator refers to already"));
    }

    @ParameterizedTest
    @MethodSource({"damaged", "incomplete", "contradictory", "lost"})
    void refuses(byte[] program, String message) {
        assertThat(refusal(ModelLimits.defaults(), program)).isEqualTo(message);
    }

    static Stream<Arguments> overALimit() {
        return Stream.of(
                arguments(
                        "blocks",
                        1,
                        join(program(), block(1, 0)),
                        "net at byte 15: 2 blocks are more than 1, the limit ModelLimits.blocks"),
                arguments(
                        "blockNesting",
                        1,
                        join(program(), block(1, 0), block(2, 1)),
                        "net: block 2: 2 blocks around one another are more than 1, the limit ModelLimits.blockNesting"),
                arguments(
                        "operators",
                        2,
                        join(program(op("a"), op("b")), block(1, 0, op("c"))),
                        "net at byte 31: block 1: 3 operators are more than 2, the limit ModelLimits.operators"),
                arguments(
                        "variables",
                        2,
                        join(
                                program(variableOfKind("a", RAW), variableOfKind("b", RAW)),
                                block(1, 0, variableOfKind("a", RAW))),
                        "net at byte 43: block 1: 3 variables are more than 2, the limit ModelLimits.variables"),
                arguments(
                        "slots",
                        1,
                        program(op("relu", input("X"), output("Out"))),
                        "net at byte 22: block 0, operator 0 (relu): 2 slots are more than 1, the limit ModelLimits.slots"),
                arguments(
                        "arguments",
                        1,
                        program(op("relu", input("X", "a", "b"))),
                        "net at byte 25: block 0, operator 0 (relu), input: 2 arguments are more than 1, "
                                + "the limit ModelLimits.arguments"),
                arguments(
                        "attributes",
                        1,
                        program(op("relu", attribute("a", 3), attribute("op_callstack", 5))),
                        "net at byte 24: block 0, operator 0 (relu): 2 attributes are more than 1, "
                                + "the limit ModelLimits.attributes"),
                arguments(
                        "listElements",
                        2,
                        program(op("relu", attribute("a", 3, number(6, 1), number(6, 2), number(6, 3)))),
                        "net at byte 28: block 0, operator 0 (relu), attribute 'a': 3 elements are more than 2, "
                                + "the limit ModelLimits.listElements"),
                arguments(
                        "listElements",
                        2,
                        program(op("relu", attribute("a", 7, message(11, raw(1, 0, 1))))),
                        "net at byte 24: block 0, operator 0 (relu), attribute 'a': 3 elements are more than 2, "
                                + "the limit ModelLimits.listElements"),
                arguments(
                        "listElements",
                        1,
                        program(op("relu", input("X", "a", "b", "c", "d", "e", "f", "g", "h"))),
                        "net at byte 43: block 0, operator 0 (relu), input: 9 slots, arguments, attributes and list "
                                + "elements in all are more than 8, the limit ModelLimits.listElements * 8"),
                arguments(
                        "nameBytes",
                        3,
                        program(op("relu")),
                        "net at byte 17: block 0, operator 0: type: 4 bytes are more than 3, the limit "
                                + "ModelLimits.nameBytes"),
                arguments(
                        "nameBytes",
                        3,
                        program(variableOfKind("\u4e2d\u00e9", RAW)),
                        "net at byte 17: block 0, variable: name: 5 bytes are more than 3, the limit "
                                + "ModelLimits.nameBytes"),
                arguments(
                        "stringBytes",
                        3,
                        program(op("pad", attribute("mode", 2, text(5, "edge")))),
                        "net at byte 27: block 0, operator 0 (pad), attribute 'mode': s: 4 bytes are more than 3, "
                                + "the limit ModelLimits.stringBytes"),
                arguments(
                        "rank",
                        1,
                        program(variable("x", FP32, false, 2, 3)),
                        "net at byte 32: block 0, variable 'x', type, lod_tensor, tensor: 2 extents are more than 1, "
                                + "the limit ModelLimits.rank"),
                arguments(
                        "endpoints",
                        1,
                        program(feed("a", 0), feed("b", 1)),
                        "net: block 0: 2 feed operators are more than 1, the limit ModelLimits.endpoints"),
                arguments(
                        "endpoints",
                        1,
                        program(fetch("a", 0), op("fetch_v2")),
                        "net: block 0: 2 fetch operators are more than 1, the limit ModelLimits.endpoints"));
    }

    @ParameterizedTest
    @MethodSource("overALimit")
    void checksLimits(String limit, int value, byte[] program, String message) {
        assertThat(refusal(Limits.with(limit, value), program)).isEqualTo(message + "; raise it if you trust the file");
        // One more is allowed, so the limit is what it says.
        ProgramDecoder.decode("net", program, Limits.with(limit, value + 2));
    }

    @Test
    void boundsTheNestingOfUnknownGroups() {
        byte[] begin = tag(900, 3);
        byte[] end = tag(900, 4);
        byte[] groups = new byte[0];
        for (int i = 0; i < 31; i++) {
            groups = join(begin, groups, end);
        }
        assertThat(ProgramDecoder.decode("net", join(program(), groups), ModelLimits.defaults())
                        .blocks())
                .hasSize(1);

        var deep = new byte[100_000 * begin.length];
        for (int i = 0; i < deep.length; i++) {
            deep[i] = begin[i % begin.length];
        }
        assertThat(refusal(ModelLimits.defaults(), program(), deep))
                .isEqualTo(
                        "net at byte 15: field 900 cannot be decoded; the file is cut off, damaged or no Paddle program");
    }

    @Test
    void saysWhereTheErrorIs() {
        var error = new MessageReader("net", raw(0x08, 1), 40, "").fault("odd");

        assertThat(error.source()).isEqualTo("net");
        assertThat(error.offset()).hasValue(40);
    }
}
