package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.ModelFormatException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused, and the exact words. */
class RefusalTest {
    private static TestProgram program() {
        return new TestProgram().feed("x", 1, 4);
    }

    private static void malformed(TestProgram program, String message) {
        assertThatThrownBy(program::model)
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("test: block 0" + message);
    }

    private static void unsupported(TestProgram program, String message) {
        assertThatThrownBy(program::model)
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage("test: block 0" + message);
    }

    private static void invalid(TestProgram program, String message) {
        assertThatThrownBy(program::model)
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("test: block 0" + message);
    }

    private static void invalidShapes(TestProgram program, String message) {
        var model = program.model();
        assertThatThrownBy(model::graph)
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("test: block 0" + message);
    }

    @Test
    void unknownOperatorNamesItsPlaceAndTheSupportedTypes() {
        assertThatThrownBy(() -> program().op("frobnicate", "x", "y").fetch("y").model())
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage("test: block 0, operator 1 (frobnicate), outputs [y]: no lowering for operator type"
                        + " 'frobnicate'; supported are " + String.join(", ", Lowerings.types()));
        assertThat(Lowerings.types()).contains("conv2d", "softmax").hasSizeGreaterThan(90);
    }

    @Test
    void twoWritersOfOneVariable() {
        malformed(
                program().op("relu", "x", "y").op("sigmoid", "x", "y").fetch("y"),
                ", operator 2 (sigmoid), output variable 'y': is computed by operator 1 (relu) already; expected one"
                        + " definition, or an operator that works in place");
        malformed(
                program().feed("y", 1, 4).op("relu", "x", "y").fetch("y"),
                ", operator 2 (relu), output variable 'y': is fed already; expected one definition, or an operator"
                        + " that works in place");
    }

    @Test
    void operatorsOutOfOrder() {
        malformed(
                program()
                        .declare("a", 5, false, false)
                        .op("relu", "a", "y")
                        .op("relu", "x", "a")
                        .fetch("y"),
                ", operator 1 (relu), variable 'a': is read before operator 2 (relu) computes it; expected operators"
                        + " in executable order");
    }

    @Test
    void cycles() {
        malformed(
                program()
                        .declare("b", 5, false, false)
                        .slots("elementwise_add", "X=x Y=b", "Out=a")
                        .op("relu", "a", "b")
                        .fetch("a"),
                ", operator 1 (elementwise_add), variable 'b': is part of a cycle: operator 2 (relu) computes it from"
                        + " what this operator computes");
        malformed(
                program()
                        .declare("a", 5, false, false)
                        .slots("elementwise_add", "X=x Y=a", "Out=a")
                        .fetch("a"),
                ", operator 1 (elementwise_add), variable 'a': is part of a cycle: this operator computes what it"
                        + " reads");
    }

    @Test
    void variablesThatAreNotThere() {
        malformed(
                program().op("relu", "ghost", "y").fetch("y"),
                ", operator 1 (relu), variable 'ghost': is not declared in block 0");
        malformed(
                program()
                        .declare("w", 5, true, false, 4)
                        .slots("elementwise_add", "X=x Y=w", "Out=y")
                        .fetch("y"),
                ", operator 1 (elementwise_add), variable 'w': is read, but nothing computes, feeds or stores it");
        malformed(
                program().undeclared("relu", "X=x", "Out=y").fetch("y"),
                ", operator 1 (relu), output variable 'y': is not declared in block 0");
        malformed(program().fetch("ghost"), ", variable 'ghost': is fetched, but not declared");
    }

    @Test
    void outputsThatAreNotComputed() {
        unsupported(
                program()
                        .slots("dropout", "X=x", "Out=y Mask=m", "is_test", true)
                        .slots("elementwise_add", "X=y Y=m", "Out=z")
                        .fetch("z"),
                ", operator 2 (elementwise_add), variable 'm': is an output of operator 1 (dropout) that is not"
                        + " computed; supported are results only");
    }

    @Test
    void slots() {
        malformed(
                program().slots("elementwise_add", "X=x", "Out=y").fetch("y"),
                ", operator 1 (elementwise_add), slot 'Y': has no argument; expected 1");
        malformed(
                program().slots("elementwise_add", "X=x Y=@EMPTY@", "Out=y").fetch("y"),
                ", operator 1 (elementwise_add), slot 'Y': has no argument; expected 1");
        malformed(
                program().slots("relu", "X=x,x", "Out=y").fetch("y"),
                ", operator 1 (relu), slot 'X': has 2 arguments [x, x]; expected 1");
        malformed(
                program().slots("concat", "X=", "Out=y").fetch("y"),
                ", operator 1 (concat), slot 'X': has no argument; expected 1 or more");
        malformed(
                program().slots("relu", "X=x", "Out=y,z").fetch("y"),
                ", operator 1 (relu), output slot 'Out': has 2 arguments [y, z]; expected 1");
        malformed(
                program().slots("split", "X=x", "Out=y,y", "num", 2).fetch("y"),
                ", operator 1 (split), output slot 'Out': names variable 'y' twice");
    }

    @Test
    void attributesOfAnotherType() {
        malformed(
                program().op("leaky_relu", "x", "y", "alpha", "steep").fetch("y"),
                ", operator 1 (leaky_relu), attribute 'alpha': is STRING 'steep'; expected FLOAT");
        malformed(
                program().op("softmax", "x", "y", "axis", 1f).fetch("y"),
                ", operator 1 (softmax), attribute 'axis': is FLOAT 1.0; expected INT or LONG");
        malformed(
                program().op("softmax", "x", "y", "axis", 1L << 40).fetch("y"),
                ", operator 1 (softmax), attribute 'axis': is 1099511627776; expected an integer of 32 bits");
        malformed(
                program().op("gelu", "x", "y", "approximate", 2).fetch("y"),
                ", operator 1 (gelu), attribute 'approximate': is INT 2; expected BOOLEAN, or INT 0 or 1");
        malformed(
                program().op("transpose2", "x", "y", "axis", List.of(1f, 0f)).fetch("y"),
                ", operator 1 (transpose2), attribute 'axis': is FLOATS of 2; expected INTS or LONGS");
        malformed(
                program()
                        .op("softmax", "x", "y", "axis", new Attribute.Opaque(13))
                        .fetch("y"),
                ", operator 1 (softmax), attribute 'axis': is of the type numbered 13; expected INT or LONG");
    }

    @Test
    void attributesThatAreMissing() {
        malformed(
                program().op("arg_max", "x", "y").fetch("y"),
                ", operator 1 (arg_max), attribute 'axis': is missing and has no default; expected INT");
    }

    @Test
    void attributeValuesWithoutALowering() {
        var image = new TestProgram().feed("x", 1, 2, 4, 4);
        unsupported(
                image.op("pool2d", "x", "y", "pooling_type", "median", "ksize", new int[] {2, 2})
                        .fetch("y"),
                ", operator 1 (pool2d), attribute 'pooling_type': is 'median'; supported is one of [avg, max]");
        unsupported(
                program().op("cast", "x", "y", "out_dtype", 6).fetch("y"),
                ", operator 1 (cast), attribute 'out_dtype': is FP64 (6); supported is BOOL (0), INT32 (2), INT64 (3),"
                        + " FP32 (5), UINT8 (20) or INT8 (21)");
        unsupported(
                program().op("fake_quantize_abs_max", "x", "y", "round_type", 2).fetch("y"),
                ", operator 1 (fake_quantize_abs_max), attribute 'round_type': is 2; supported is 0 or 1");
        unsupported(
                program()
                        .parameter("c", Tensor.of(new float[] {1, 1, 1, 1}, 4))
                        .slots("batch_norm", "X=x Scale=c Bias=c Mean=c Variance=c", "Y=y")
                        .fetch("y"),
                ", operator 1 (batch_norm), attribute 'is_test': is false without use_global_stats; supported is"
                        + " true: the statistics of a batch are not computed; export the program for inference");
    }

    @Test
    void attributeValuesThatBreakARule() {
        invalid(
                program().op("relu6", "x", "y", "threshold", -1f).fetch("y"),
                ", operator 1 (relu6): threshold is -1.0; expected a positive number");
        invalid(
                program().op("dropout", "x", "y", "dropout_prob", 1.5f).fetch("y"),
                ", operator 1 (dropout): attribute 'dropout_prob' is 1.5; expected 0 to 1");
    }

    @Test
    void shapesThatDoNotFit() {
        invalidShapes(
                new TestProgram()
                        .feed("x", 1, 48, 4, 4)
                        .parameter("w", Tensor.of(new float[64 * 32], 64, 32, 1, 1))
                        .slots("conv2d", "Input=x Filter=w", "Output=y")
                        .fetch("y"),
                ", operator 1 (conv2d): filter has 32 input channels per group, input has 48 in 1 group; expected 48");
        invalidShapes(
                program().op("split", "x", "y", "num", 3).fetch("y"),
                ", operator 1 (split): attribute 'num' is 3, which does not divide extent 1");
        invalidShapes(
                program()
                        .slots(
                                "slice",
                                "Input=x",
                                "Out=y",
                                "axes",
                                new int[] {1},
                                "starts",
                                new int[] {2},
                                "ends",
                                new int[] {2})
                        .fetch("y"),
                ", operator 1 (slice): slice from 2 to 2 with stride 1 of axis 1 of shape [1, 4] is empty; expected 1"
                        + " element or more");
    }

    @Test
    void realFunctionsOfIntegers() {
        invalidShapes(
                new TestProgram().feedTyped("x", 20, 1, 4).op("relu", "x", "y").fetch("y"),
                ", operator 1 (relu): input is uint8; expected one of [float32]");
    }

    @Test
    void sizesThatDependOnInputs() {
        var model = program()
                .feedTyped("size", 2, 2)
                .slots("reshape2", "X=x Shape=size", "Out=y")
                .fetch("y")
                .model();

        assertThatThrownBy(model::graph)
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage("test: block 0, operator 2 (reshape2), slot 'Shape': variable 'size' depends on the model's"
                        + " inputs; expected a constant (PaddleModel.withConstants turns an input into one)");
    }

    @Test
    void constantsOfHostileSize() {
        invalidShapes(
                program()
                        .slots("fill_constant", "", "Out=c", "shape", new int[] {1 << 14, 1 << 14})
                        .slots("elementwise_add", "X=x Y=c", "Out=y")
                        .fetch("y"),
                ", operator 1 (fill_constant): the constants that the program describes take more than 67108864 bytes;"
                        + " expected sizes and factors");
    }

    @Test
    void columns() {
        malformed(
                new TestProgram()
                        .declare("x", 5, false, false, 1)
                        .add(
                                "feed",
                                Map.of("X", List.of("feed")),
                                Map.of("Out", List.of("x")),
                                Map.of("col", new Attribute.Int(1)))
                        .fetch("x"),
                ", operator 0 (feed), attribute 'col': is 1; expected 0..0, each once, for 1 operators");
        malformed(
                new TestProgram()
                        .declare("x", 5, false, false, 1)
                        .add("feed", Map.of("X", List.of("feed")), Map.of("Out", List.of("x")), Map.of())
                        .fetch("x"),
                ", operator 0 (feed), attribute 'col': is missing and has no default; expected INT");
        malformed(
                new TestProgram().feed("x", 1).feed("x", 1).fetch("x"),
                ": variable 'x' is fed twice; expected one feed operator for it");
    }

    @Test
    void fedParametersAndImpossibleExtents() {
        malformed(
                program().parameter("x", Tensor.of(new float[4], 4)).fetch("x"),
                ", variable 'x': is fed, but stored as a parameter; expected one or the other");
        malformed(
                new TestProgram().feed("x", 1, 0).fetch("x"),
                ", variable 'x': is fed with declared shape [1, 0]; expected extents of -1 (open) or 1..2147483647");
        unsupported(
                new TestProgram().feedTyped("x", 23, 1).fetch("x"),
                ", variable 'x': is fed as COMPLEX64 (23); supported is BOOL (0), INT32 (2), INT64 (3), FP32 (5),"
                        + " UINT8 (20) or INT8 (21)");
    }

    @Test
    void programsWithoutResult() {
        malformed(program(), ": has no fetch operator and no result; expected an inference program");
    }
}
