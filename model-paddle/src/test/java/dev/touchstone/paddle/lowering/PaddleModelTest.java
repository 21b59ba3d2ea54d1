package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.op.Add;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Resize;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaddleModelTest {
    private static List<? extends Operator> operators(Graph graph) {
        return graph.nodes().stream().map(n -> n.operator()).toList();
    }

    @Test
    void ordersInputsAndOutputsByColumn() {
        var model = new TestProgram()
                .declare("a", 5, false, false, -1, 4)
                .declare("b", 5, false, false, -1, 4)
                .add("feed", Map.of("X", List.of("feed")), Map.of("Out", List.of("b")), column(1))
                .add("feed", Map.of("X", List.of("feed")), Map.of("Out", List.of("a")), column(0))
                .op("relu", "a", "p")
                .op("relu", "b", "q")
                .add("fetch", Map.of("X", List.of("p")), Map.of("Out", List.of("fetch")), column(1))
                .add("fetch_v2", Map.of("X", List.of("q")), Map.of("Out", List.of("fetch")), column(0))
                .model();

        assertThat(model.inputs())
                .extracting(e -> e.toString())
                .containsExactly("a: float32[?, 4]", "b: float32[?, 4]");
        assertThat(model.outputs()).extracting(e -> e.name()).containsExactly("q", "p");
        assertThat(model.graph().outputs()).extracting(v -> v.name()).containsExactly("q", "p");
    }

    @Test
    void takesProgramsWithoutFeedAndFetchByWhatIsMissingAndLeftOver() {
        var model = new TestProgram()
                .declare("x", 5, false, true, 1, 4)
                .op("relu", "x", "y")
                .model();

        assertThat(model.inputs()).extracting(e -> e.name()).containsExactly("x");
        assertThat(model.outputs()).extracting(e -> e.name()).containsExactly("y");
        assertThat(model.warnings())
                .containsExactly(
                        "the program has no fetch operators: outputs are the results that no operator reads, y",
                        "the program has no feed operators: inputs are the variables marked need_check_feed, x");
    }

    @Test
    void setsOpenExtentsToOneUnlessAShapeIsGiven() {
        var model = new TestProgram()
                .feed("x", -1, 3)
                .op("relu", "x", "y")
                .fetch("y")
                .model();

        assertThat(model.graph().outputs().getFirst().type()).isEqualTo(TensorType.float32(1, 3));
        assertThat(model.graph(Map.of("x", Shape.of(5, 3))).outputs().getFirst().type())
                .isEqualTo(TensorType.float32(5, 3));
    }

    @Test
    void refusesShapesAndNamesThatAreNotDeclared() {
        var model = new TestProgram()
                .feed("x", -1, 3)
                .op("relu", "x", "y")
                .fetch("y")
                .model();

        assertThatThrownBy(() -> model.graph(Map.of("x", Shape.of(5, 4))))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("input x is declared as x: float32[?, 3]; given is shape [5, 4]");
        assertThatThrownBy(() -> model.graph(Map.of("z", Shape.of(5, 3))))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("the model has no input 'z'; its inputs are [x]");
    }

    @Test
    void sharesTheMemoryOfParametersAmongGraphs() {
        var weight = Tensor.of(new float[] {1, 2, 3}, 3);
        var model = new TestProgram()
                .feed("x", -1, 3)
                .parameter("w", weight)
                .slots("elementwise_add", "X=x Y=w", "Out=y")
                .fetch("y")
                .model();

        assertThat(model.graph().constants().getFirst().constant()).isSameAs(weight);
        assertThat(model.graph(Map.of("x", Shape.of(2, 3)))
                        .constants()
                        .getFirst()
                        .constant())
                .isSameAs(weight);
    }

    @Test
    void namesValuesAfterVariables() {
        var graph = new TestProgram()
                .feed("x", 1, 4)
                .op("relu", "x", "a")
                .op("sigmoid", "a", "b")
                .fetch("b")
                .model()
                .graph();

        assertThat(graph.nodes()).extracting(n -> n.name()).containsExactly("a", "b");
        assertThat(graph.nodes()).extracting(n -> n.output().name()).containsExactly("a", "b");
    }

    @Test
    void givesEachDefinitionOfAVariableThatIsWrittenInPlaceItsName() {
        var graph = new TestProgram()
                .feed("x", 1, 4)
                .op("sigmoid", "x", "y")
                .op("relu", "y", "y")
                .op("relu", "x", "x")
                .slots("elementwise_add", "X=x Y=y", "Out=z")
                .fetch("z")
                .model()
                .graph();

        assertThat(graph.nodes()).extracting(n -> n.name()).containsExactly("y@1", "y", "x@2", "z");
        assertThat(graph.nodes().getLast().inputs()).extracting(v -> v.name()).containsExactly("x@2", "y");
    }

    @Test
    void leavesOutOperatorsThatNoOutputNeedsAndSaysSoOfUnknownOnes() {
        var model = new TestProgram()
                .feed("x", 1, 4)
                .op("relu", "x", "y")
                .op("sigmoid", "x", "unused")
                .op("print_it", "x", "dead")
                .fetch("y")
                .model();

        assertThat(operators(model.graph())).isEqualTo(List.of(new Relu()));
        assertThat(model.warnings())
                .containsExactly(
                        "operators of types without a lowering are dropped, since no output needs them: print_it");
    }

    @Test
    void takesTheRecordedThresholdOfAnOutput() {
        var graph = new TestProgram()
                .feed("x", 1, 4)
                .op("relu", "x", "a", "out_threshold", 3f)
                .op("relu", "a", "b", "Out0_threshold", 2f, "out_threshold", 1f)
                .op("relu", "b", "c", "out_scale", 4f)
                .op("relu", "c", "d", "out_threshold", Float.NaN)
                .fetch("d")
                .model()
                .graph();

        assertThat(graph.nodes()).extracting(n -> n.output().range()).containsExactly(3f, 2f, 4f, null);
    }

    @Test
    void warnsOfUnknownAttributesOnceForEachType() {
        var model = new TestProgram()
                .feed("x", 1, 4)
                .op("relu", "x", "a", "colour", "red", "op_role", 0, "use_cudnn", true)
                .op("relu", "a", "b", "colour", "blue")
                .fetch("b")
                .model();

        assertThat(model.warnings())
                .containsExactly("attribute 'colour' of relu is not known and ignored (in 2 operators)");
    }

    @Test
    void countsOperatorsAndParameters() {
        var statistics = new TestProgram()
                .feed("x", 1, 4)
                .parameter("w", Tensor.of(new float[8], 4, 2))
                .parameter("unused", Tensor.of(new float[3], 3))
                .slots("mul", "X=x Y=w", "Out=y")
                .op("relu", "y", "z")
                .fetch("z")
                .model()
                .statistics();

        assertThat(statistics.operators()).isEqualTo(Map.of("mul", 1, "relu", 1));
        assertThat(statistics.parameters()).isEqualTo(2);
        assertThat(statistics.parameterElements()).isEqualTo(11);
        assertThat(statistics.parameterBytes()).isEqualTo(44);
    }

    @Test
    void fetchesInputsAndParametersAndOneVariableTwice() {
        var graph = new TestProgram()
                .feed("x", 1, 4)
                .parameter("w", Tensor.of(new float[4], 4))
                .op("relu", "x", "y")
                .fetch("x")
                .fetch("w")
                .fetch("y")
                .fetch("y")
                .model()
                .graph();

        assertThat(graph.outputs()).extracting(v -> v.name()).containsExactly("x", "w", "y", "y");
    }

    @Test
    void computesSizesFromShapesWhenTheGraphIsMade() {
        var graph = new TestProgram()
                .feed("x", 1, 3, 5, 6)
                .slots("shape", "Input=x", "Out=s")
                .slots("slice", "Input=s", "Out=hw", "axes", new int[] {0}, "starts", new int[] {2}, "ends", new int[] {
                    4
                })
                .op("cast", "hw", "real", "in_dtype", 2, "out_dtype", 5)
                .op("scale", "real", "twice", "scale", 2f)
                .op("cast", "twice", "size", "in_dtype", 5, "out_dtype", 2)
                .slots("nearest_interp", "X=x OutSize=size", "Out=y", "interp_method", "nearest")
                .fetch("y")
                .model()
                .graph();

        assertThat(graph.nodes()).hasSize(1);
        assertThat(graph.nodes().getFirst().operator()).isInstanceOf(Resize.class);
        assertThat(graph.outputs().getFirst().type()).isEqualTo(TensorType.float32(1, 3, 10, 12));
    }

    @Test
    void turnsInputsIntoConstants() {
        var program = new TestProgram()
                .feed("x", 2, 3)
                .feedTyped("size", 2, 2)
                .slots("reshape2", "X=x Shape=size", "Out=y XShape=s")
                .fetch("y")
                .model();

        var model = program.withConstants(Map.of("size", integers(3, 2)));

        assertThat(model.inputs()).extracting(e -> e.name()).containsExactly("x");
        assertThat(model.graph().outputs().getFirst().type()).isEqualTo(TensorType.float32(3, 2));
        assertThatThrownBy(() -> program.withConstants(Map.of("size", Tensor.of(new float[2], 2))))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("input size is declared as size: int32[2]; given is float32[2]");
    }

    @Test
    void keepsTheOrderOfOperandsAndTheAxis() {
        var graph = new TestProgram()
                .feed("x", 1, 3, 2, 2)
                .parameter("b", Tensor.of(new float[3], 3))
                .slots("elementwise_add", "X=x Y=b", "Out=y", "axis", 1)
                .fetch("y")
                .model()
                .graph();

        assertThat(operators(graph)).isEqualTo(List.of(new Add(1)));
        assertThat(graph.nodes().getFirst().inputs()).extracting(v -> v.name()).containsExactly("x", "b");
    }

    private static Tensor integers(int... values) {
        return Tensor.of(TensorType.of(DataType.INT32, Shape.of(values.length)), values);
    }

    private static Map<String, Attribute> column(int column) {
        return Map.of("col", new Attribute.Int(column));
    }
}
