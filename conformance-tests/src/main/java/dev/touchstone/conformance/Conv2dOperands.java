package dev.touchstone.conformance;

import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Conv2d;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which numbers a convolution is fed with.
 *
 * @param kind float32, int8, or int8 made to meet exact ties
 * @param perChannel whether each output channel has its own weight scale
 * @param floatResult whether int8 operands give float32
 * @param exponents how many powers of two apart float32 magnitudes lie, in each direction
 */
record Conv2dOperands(Kind kind, Shape x, Shape filter, boolean perChannel, boolean floatResult, int exponents) {
    enum Kind {
        FLOAT,
        INT8,
        /** Scales are powers of two, so that halves are met exactly when a result is rounded. */
        RESULT_TIES,
        /** The bias lies half a step of the accumulator between two integers. */
        BIAS_TIES
    }

    static Conv2dOperands floats(Shape x, Shape filter, int exponents) {
        return new Conv2dOperands(Kind.FLOAT, x, filter, false, true, exponents);
    }

    static Conv2dOperands int8(Shape x, Shape filter, boolean perChannel, boolean floatResult) {
        return new Conv2dOperands(Kind.INT8, x, filter, perChannel, floatResult, 0);
    }

    static Conv2dOperands ties(Shape x, Shape filter, boolean ofBias) {
        return new Conv2dOperands(ofBias ? Kind.BIAS_TIES : Kind.RESULT_TIES, x, filter, false, false, 0);
    }

    ConformanceCase toCase(String id, Rule rule, Conv2d conv, SplittableRandom random) {
        var builder = new GraphBuilder(id);
        var inScale = scale(random);
        var input = builder.input("x", kind == Kind.FLOAT ? TensorType.float32(x) : TensorType.int8(x, inScale));
        var weights = builder.constant("w", weights(random));
        var operands = new ArrayList<>(List.of(input, weights));
        if (kind == Kind.BIAS_TIES || random.nextBoolean()) {
            operands.add(builder.constant("b", bias(inScale, weights.type(), random)));
        }
        var inferred = GraphBuilder.infer("conv", conv, operands).getFirst();
        var type =
                floatResult ? inferred : TensorType.int8(inferred.shape(), outScale(inScale, weights.type(), random));
        builder.output(builder.add(new Node("conv", conv, operands, List.of(Value.variable("y", type))))
                .output());
        return new ConformanceCase(id, rule, builder.build(), List.of(elements(input.type(), 127, random)));
    }

    private float scale(SplittableRandom random) {
        return kind == Kind.INT8 ? (float) Math.scalb(random.nextDouble(1, 2), random.nextInt(-9, -3)) : 0.5f;
    }

    private Tensor weights(SplittableRandom random) {
        if (kind == Kind.FLOAT) {
            return elements(TensorType.float32(filter), 1, random);
        }
        if (perChannel) {
            var scales = IntStream.range(0, filter.extent(0))
                    .mapToObj(i -> (float) Math.scalb(random.nextDouble(1, 2), random.nextInt(-14, -3)))
                    .toList();
            return elements(new TensorType(DataType.INT8, filter, new Quantization.PerChannel(0, scales)), 127, random);
        }
        // Small weights keep the results of tie cases inside the range.
        return elements(TensorType.int8(filter, scale(random)), kind == Kind.INT8 ? 127 : 1, random);
    }

    private Tensor bias(float inScale, TensorType weights, SplittableRandom random) {
        int channels = filter.extent(0);
        if (kind == Kind.FLOAT) {
            return elements(TensorType.float32(channels), 1, random);
        }
        if (kind == Kind.INT8 && !floatResult && random.nextInt(3) == 0) {
            var steps = random.ints(channels, -5000, 5000).toArray();
            return Tensor.of(TensorType.of(DataType.INT32, Shape.of(channels)), steps);
        }
        var values = new float[channels];
        for (int i = 0; i < channels; i++) {
            double step = (double) inScale * weightScale(weights, i);
            double steps = kind == Kind.INT8 ? random.nextDouble(-5000, 5000) : random.nextInt(-40, 40) + 0.5;
            values[i] = (float) (steps * step);
        }
        return Tensor.of(values, channels);
    }

    /** Spreads the accumulators over the int8 range and a little beyond. */
    private float outScale(float inScale, TensorType weights, SplittableRandom random) {
        double step = (double) inScale * weightScale(weights, 0);
        return switch (kind) {
            case BIAS_TIES -> (float) step;
            case RESULT_TIES -> (float) (step * (1 << random.nextInt(1, 5)));
            default -> {
                double spread = Math.sqrt(filter.product(1, 4)) * 127 * 127 / 3;
                yield (float) (step * spread / random.nextDouble(20, 100));
            }
        };
    }

    private static double weightScale(TensorType weights, int channel) {
        return weights.quantization() instanceof Quantization.PerChannel p
                ? p.scales().get(channel)
                : weights.scale();
    }

    private Tensor elements(TensorType type, int most, SplittableRandom random) {
        int n = type.shape().elements();
        if (type.isFloat()) {
            var values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-exponents, exponents + 1));
            }
            return Tensor.of(type, values);
        }
        var values = new byte[n];
        for (int i = 0; i < n; i++) {
            values[i] = (byte) random.nextInt(-most, most + 1);
        }
        return Tensor.of(type, values);
    }
}
