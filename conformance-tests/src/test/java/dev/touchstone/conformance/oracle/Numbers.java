package dev.touchstone.conformance.oracle;

import dev.touchstone.conformance.oracle.Drawn.Input;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Shapes, scales and elements that meet ties, limits and borders more often than uniform numbers do. */
record Numbers(SplittableRandom random) {
    /** Powers of two and decimal scales, whose products meet ties, and others. */
    float scale() {
        return switch (random.nextInt(4)) {
            case 0 -> (float) Math.scalb(1.0, random.nextInt(-8, 1));
            case 1 -> random.nextInt(1, 20) / 100f;
            default -> (float) Math.scalb(random.nextDouble(1, 2), random.nextInt(-9, 0));
        };
    }

    /** A scale near another, or the same. */
    float near(float scale) {
        return switch (random.nextInt(4)) {
            case 0 -> scale;
            case 1 -> Math.scalb(scale, random.nextInt(-2, 3));
            default -> (float) (scale * random.nextDouble(0.3, 3));
        };
    }

    Shape shape(int rank, int most) {
        return Shape.of(
                IntStream.range(0, rank).map(i -> random.nextInt(1, most + 1)).toArray());
    }

    /** Ranks 1 to 5, up to some hundred elements. */
    Shape shape() {
        int rank = random.nextInt(1, 6);
        return shape(rank, new int[] {300, 24, 9, 6, 4}[rank - 1]);
    }

    Tensor int8(Shape shape, float scale) {
        return Tensor.of(TensorType.int8(shape, scale), codes(shape.elements(), false));
    }

    Input fed(Shape shape, float scale) {
        return Input.fed(int8(shape, scale));
    }

    /** Weights, of which some are -128. */
    Input weights(Shape shape, int axis, float scale) {
        var codes = codes(shape.elements(), true);
        if (random.nextBoolean()) {
            return Input.constant(Tensor.of(TensorType.int8(shape, scale), codes));
        }
        var scales = IntStream.range(0, shape.extent(axis))
                .mapToObj(i -> (float) (scale * Math.scalb(random.nextDouble(1, 2), random.nextInt(-4, 2))))
                .toList();
        var type = new TensorType(DataType.INT8, shape, new Quantization.PerChannel(axis, scales));
        return Input.constant(Tensor.of(type, codes));
    }

    private byte[] codes(int n, boolean weights) {
        var codes = new byte[n];
        int kind = random.nextInt(6);
        for (int i = 0; i < n; i++) {
            codes[i] = (byte)
                    switch (kind) {
                        case 0 -> random.nextInt(5) == 0 ? random.nextBoolean() ? 127 : -127 : 0;
                        case 1 -> random.nextInt(-3, 4);
                        case 2 -> i % 255 - 127;
                        default -> random.nextInt(-127, 128);
                    };
            if (weights && random.nextInt(100) == 0) {
                codes[i] = -128;
            }
        }
        return codes;
    }

    float[] floats(int n, double least, double most) {
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(least, most);
        }
        return values;
    }

    Input constants(int n, double least, double most) {
        return Input.constant(Tensor.of(floats(n, least, most), n));
    }

    <T> T any(java.util.List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
