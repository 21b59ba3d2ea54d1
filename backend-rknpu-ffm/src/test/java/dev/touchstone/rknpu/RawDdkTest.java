package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The facts of the C++ interface on which the binding rests, on the simulator and, by {@code scripts/test-arm} and
 * {@code scripts/test-vendor-ddk}, on both word sizes and on the vendor's library.
 */
@Tag("vendor")
class RawDdkTest {
    private static final int INT8 = 1;
    private static final int INT32 = 3;
    private static final int VAR = 0;
    private static final int CONST = 1;
    private static final int DATA = 2;
    private static final int CONV2D = 3;
    private static final int RELU = 19;
    private static final int DIVIDE = 35;

    private static RawDdk ddk;

    @BeforeAll
    static void open() {
        ddk = new RawDdk(TestLibrary.file());
    }

    @Test
    void countsOwnersOfTensorsAndOperators() {
        MemorySegment graph = ddk.graph();
        RawDdk.Shared in = tensor(graph, "a name of more than 15 characters", DATA);
        RawDdk.Shared out = tensor(graph, "out", DATA);
        assertThat(RawDdk.owners(in)).isEqualTo(2);
        RawDdk.Shared relu = ddk.operator(graph, RELU, List.of(in), out, MemorySegment.NULL, "an operator's long name");
        assertThat(RawDdk.owners(in)).isEqualTo(3);
        assertThat(RawDdk.owners(relu)).isEqualTo(2);
        ddk.destroyGraph(graph);
        assertThat(RawDdk.owners(relu)).isEqualTo(1);
        ddk.release(relu);
        assertThat(RawDdk.owners(in)).isEqualTo(1);
        ddk.release(in);
        ddk.release(out);
    }

    @Test
    void givesNoOperatorOfAnUnimplementedType() {
        MemorySegment graph = ddk.graph();
        RawDdk.Shared tensor = tensor(graph, "t", DATA);
        assertThat(ddk.operator(graph, DIVIDE, List.of(tensor, tensor), tensor, MemorySegment.NULL, "divide"))
                .isEqualTo(new RawDdk.Shared(0, 0));
        ddk.release(tensor);
        ddk.destroyGraph(graph);
    }

    @Test
    void computesAConvolutionAndARelu() {
        assertThat(convolutionAndRelu(false)).containsExactly(11, 0, 127, 1);
    }

    @Test
    void refusesOtherNumbersOfInputsAndOutputs() {
        assertThat(convolutionAndRelu(true)).containsExactly(11, 0, 127, 1);
    }

    @Test
    void leavesNothingBehindAfterAThousandGraphs() {
        for (int i = 0; i < 10; i++) {
            convolutionAndRelu(false);
        }
        long living = living();
        for (int i = 0; i < 1000; i++) {
            convolutionAndRelu(false);
        }
        assertThat(living()).isEqualTo(living);
    }

    /** 2 * x + 1 with x = 5, -6, 100, 0, without what is negative. */
    private static byte[] convolutionAndRelu(boolean alsoWrongNumbers) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment weights = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 2);
            MemorySegment biases = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
            MemorySegment graph = ddk.graph();
            RawDdk.Shared in = tensor(graph, "in", DATA);
            RawDdk.Shared weight =
                    ddk.tensor(graph, "weight", INT8, CONST, 1, new int[] {1, 1, 1, 1}, weights.address());
            RawDdk.Shared bias = ddk.tensor(graph, "bias", INT32, CONST, 1, new int[] {1}, biases.address());
            RawDdk.Shared middle = tensor(graph, "a middle with a long name", VAR);
            RawDdk.Shared out = tensor(graph, "out", DATA);
            RawDdk.Shared convolution =
                    ddk.operator(graph, CONV2D, List.of(in, weight, bias), middle, pointwise(arena), "convolution");
            RawDdk.Shared relu = ddk.operator(graph, RELU, List.of(middle), out, MemorySegment.NULL, "relu");
            assertThat(ddk.setInputsOutputs(graph, in, out)).isZero();
            MemorySegment exection = ddk.exection(graph);
            assertThat(ddk.build(exection)).isZero();
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 5, (byte) -6, (byte) 100, (byte) 0);
            MemorySegment y = arena.allocate(4).fill((byte) 99);
            if (alsoWrongNumbers) {
                assertThat(ddk.setInputs(exection)).isEqualTo(-2);
                assertThat(ddk.getOutputs(exection)).isEqualTo(-3);
            }
            assertThat(ddk.setInputs(exection, x)).isZero();
            assertThat(ddk.run(exection)).isZero();
            assertThat(ddk.getOutputs(exection, y)).isZero();
            ddk.destroyExection(exection);
            List.of(relu, convolution, out, middle, bias, weight, in).forEach(ddk::release);
            ddk.destroyGraph(graph);
            return y.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static RawDdk.Shared tensor(MemorySegment graph, String name, int role) {
        return ddk.tensor(graph, name, INT8, role, 1, new int[] {1, 1, 1, 4}, 0);
    }

    private static MemorySegment pointwise(Arena arena) {
        MemorySegment attributes = arena.allocate(60, 4);
        int[] ksize = {1, 1};
        MemorySegment.copy(MemorySegment.ofArray(ksize), 0, attributes, 0, 8);
        MemorySegment.copy(MemorySegment.ofArray(ksize), 0, attributes, 8, 8);
        attributes.set(ValueLayout.JAVA_INT, 36, 1);
        attributes.set(ValueLayout.JAVA_INT, 40, 1);
        MemorySegment.copy(MemorySegment.ofArray(ksize), 0, attributes, 44, 8);
        return attributes;
    }

    /** Blocks of operator new, as the simulator or the stand-in for the vendor's driver counts them. */
    private static long living() {
        try (Arena arena = Arena.ofConfined()) {
            Object count = Linker.nativeLinker()
                    .downcallHandle(
                            ddk.symbol("touchstone_simulator_count").orElseThrow(),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invoke(arena.allocateFrom("blocks"));
            return ((Number) count).longValue();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
