package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Hw;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cases made by hand where draws are blunt: results that lie exactly between two integers, on both sides of zero, and
 * extents that are equal, so that a wrong axis or order still fits.
 */
public final class SharpCases implements CaseSource {
    private record Sharp(Rule rule, Operator operator, float scale, List<Tensor> fed, List<Tensor> constants) {}

    private static final List<Sharp> CASES = List.of(
            ties(
                    "mat_mul/F4",
                    new MatMul(false, false, 1),
                    2,
                    codes(0.5f, 12, 1),
                    tensor(0.5f, new int[] {1, 3}, 1, 3, 5)),
            ties(
                    "max_pool2d_with_index/X3",
                    new MaxPool2dWithIndex(window(1, Padding.NONE)),
                    1,
                    codes(0.5f, 1, 1, 4, 6)),
            ties("resize/I2", nearest(new Hw(8, 6)), 1, codes(0.5f, 1, 1, 4, 6)),
            ties("reduce/R2", new Reduce(Reduce.Kind.PRODUCT, List.of(1), false), 1, codes(0.5f, 12, 1)),
            ties("stack/M3", new Stack(0), 1, codes(0.5f, 12), codes(0.5f, 12)),
            ties("transpose/M3", new Transpose(List.of(1, 0)), 1, codes(0.5f, 3, 4)),
            ties(
                    "l2_norm/L2",
                    new L2Norm(1, 0),
                    0.5f,
                    tensor(0.25f, new int[] {2, 5}, 3, 2, 1, 1, 1, -3, -2, -1, -1, -1)),
            ties("softmax/S3", new Softmax(0), 1, tensor(0.25f, new int[] {2}, 5, 5)),
            ties("softmax/S3", new Softmax(0), 0.5f, tensor(0.25f, new int[] {4}, -9, -9, -9, -9)),
            batchNorm(),
            ties("binary/E1", new Add(0), 0.25f, codes(0.25f, 3, 3), codes(0.25f, 3)),
            ties("transpose/M2", new Transpose(List.of(1, 2, 0)), 0.5f, codes(0.5f, 3, 3, 3)),
            ties("pad/M4", pad(Pad.Mode.REFLECT), 0.5f, codes(0.5f, 4, 5)),
            ties("pad/M4", pad(Pad.Mode.CIRCULAR), 0.5f, codes(0.5f, 4, 5)),
            ties("pad/M4", pad(Pad.Mode.EDGE), 0.5f, codes(0.5f, 4, 5)),
            ties("pool2d/P3", average(Padding.explicit(0, 1, 1, 0)), 0.5f, codes(0.5f, 1, 1, 5, 5)),
            ties("pool2d/P2", average(Padding.explicit(1, 0, 0, 1)), 0.5f, codes(0.5f, 1, 1, 5, 5)),
            dequantize());

    /** A source without choices. */
    public SharpCases() {}

    private static Sharp ties(String rule, Operator operator, float scale, Tensor... fed) {
        return new Sharp(RuleBook.standard().rule(rule), operator, scale, List.of(fed), List.of());
    }

    private static Sharp batchNorm() {
        var ones = Tensor.of(new float[] {1, 1}, 2);
        var zeros = Tensor.of(new float[2], 2);
        return new Sharp(
                RuleBook.standard().rule("batch_norm/B3"),
                new BatchNorm(0),
                1,
                List.of(codes(0.5f, 6, 2)),
                List.of(ones, zeros, zeros, ones));
    }

    private static Sharp dequantize() {
        var type =
                new TensorType(DataType.INT8, Shape.of(2, 3), new Quantization.PerChannel(1, List.of(0.5f, 0.25f, 3f)));
        return new Sharp(
                RuleBook.standard().rule("dequantize/N9"),
                new Dequantize(),
                1,
                List.of(),
                List.of(Tensor.of(type, new byte[] {1, 2, 3, -4, -5, 127})));
    }

    private static Window window(int stride, Padding padding) {
        return new Window.Sliding(new Hw(1, 1), new Hw(stride, stride), padding, false);
    }

    private static Pool2d average(Padding padding) {
        return new Pool2d(Pool2d.Kind.AVERAGE, new Window.Sliding(new Hw(2, 2), new Hw(2, 2), padding, false), false);
    }

    private static Resize nearest(Hw size) {
        return new Resize(Resize.Method.NEAREST, size, Resize.Coordinates.ASYMMETRIC, List.of());
    }

    private static Pad pad(Pad.Mode mode) {
        return new Pad(mode, List.of(2, 1), List.of(1, 3), 0);
    }

    /** Codes -n/2 up to n/2, of which every other one is odd. */
    private static Tensor codes(float scale, int... extents) {
        var shape = Shape.of(extents);
        var codes = new int[shape.elements()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = i - codes.length / 2;
        }
        return tensor(scale, extents, codes);
    }

    private static Tensor tensor(float scale, int[] extents, int... codes) {
        var bytes = new byte[codes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return Tensor.of(TensorType.int8(Shape.of(extents), scale), bytes);
    }

    @Override
    public String name() {
        return "sharp";
    }

    @Override
    public List<Rule> rules() {
        return CASES.stream().map(Sharp::rule).distinct().toList();
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, CASES.size())
                .mapToObj(i -> new ConformanceCase("sharp#" + i, CASES.get(i).rule(), () -> computation(CASES.get(i))));
    }

    private static Computation computation(Sharp sharp) {
        var builder = new GraphBuilder(sharp.operator().name());
        var operands = new ArrayList<Value>();
        sharp.fed().forEach(t -> operands.add(builder.input("x" + operands.size(), t.type())));
        sharp.constants().forEach(t -> operands.add(builder.constant("c" + operands.size(), t)));
        var results = new ArrayList<Value>();
        for (var type : GraphBuilder.infer("node", sharp.operator(), operands)) {
            boolean int8 = type.isQuantizedInt8() || sharp.operator() instanceof MatMul;
            results.add(
                    Value.variable("y" + results.size(), int8 ? TensorType.int8(type.shape(), sharp.scale()) : type));
        }
        builder.add(new Node("node", sharp.operator(), operands, results));
        results.forEach(builder::output);
        return new Computation(builder.build(), sharp.fed());
    }
}
