package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The choices of one case: random numbers that depend on suite version, seed, operator and index alone, the number of the
 * case within its rule for what is swept rather than drawn, and the usual draws of shapes, scales and elements.
 */
final class Draw {
    /** Changes whenever a drawn case changes, because then every id means something else. */
    static final int VERSION = 2;

    /** Sizes at which loops and vectors end: small ones, primes, around the widths of SIMD registers. */
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 11, 13, 15, 16, 17, 31, 32, 33, 63, 64, 65};

    private final SplittableRandom random;
    private final int step;

    private Draw(SplittableRandom random, int step) {
        this.random = random;
        this.step = step;
    }

    static Draw of(long seed, String operator, int index, int step) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (byte b : (VERSION + "/" + seed + "/" + operator + "/" + index).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001b3L;
        }
        return new Draw(new SplittableRandom(hash), step);
    }

    /** The number of the case within its rule, from 0. */
    int step() {
        return step;
    }

    /** A number in {@code from..to-1}. */
    int integer(int from, int to) {
        return random.nextInt(from, to);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** True once in so many times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    double real(double from, double to) {
        return random.nextDouble(from, to);
    }

    /** One of several things. */
    @SafeVarargs
    final <T> T pick(T... things) {
        return things[random.nextInt(things.length)];
    }

    /** The thing whose turn it is: every one comes up as the rule's cases go on. */
    @SafeVarargs
    final <T> T turn(T... things) {
        return things[step % things.length];
    }

    Hw hw(int from, int to) {
        return new Hw(random.nextInt(from, to), random.nextInt(from, to));
    }

    /** A size at which a loop or vector may end, not above a limit. */
    int size(int most) {
        int size;
        do {
            size = SIZES[random.nextInt(SIZES.length)];
        } while (size > most);
        return size;
    }

    /** A shape of this rank with at most so many elements. */
    Shape shape(int rank, int most) {
        var extents = new int[rank];
        int left = most;
        // Axes are drawn in random order, so that no axis is always the long one.
        int[] order = IntStream.range(0, rank).toArray();
        for (int i = rank - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
        for (int axis : order) {
            extents[axis] = size(Math.max(1, Math.min(left, 65)));
            left /= extents[axis];
        }
        return Shape.of(extents);
    }

    /** A scale of an int8 tensor: mostly as models have them, often a power of two, sometimes extreme. */
    float scale() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> (float) Math.scalb(1.0, random.nextInt(-10, 1));
            case 2 -> pick(0.1f, 0.05f, 0.03f, 0.3f, 0.02f, 1 / 127f, 1f);
            default -> (float) Math.scalb(random.nextDouble(1, 2), random.nextInt(-9, -2));
        };
    }

    /** A scale at an end of what models hold. */
    float extremeScale() {
        return pick(1e-8f, 3e-6f, 1e4f, 0x1p-20f, 0x1p12f, (float) (1 / 3.0), 3f);
    }

    /** A scale in whose steps a real magnitude is between half and twice the int8 range. */
    float scaleFor(double magnitude) {
        double scale = Math.max(magnitude, 1e-30) / random.nextDouble(60, 260);
        return random.nextInt(4) == 0 ? (float) Math.scalb(1.0, Math.getExponent(scale)) : (float) scale;
    }

    /** int8 elements of a kind that is drawn too. */
    Tensor int8(Shape shape, float scale) {
        return int8(shape, scale, pick(Pattern.values()));
    }

    Tensor int8(Shape shape, float scale, Pattern pattern) {
        return Tensor.of(TensorType.int8(shape, scale), pattern.codes(shape, random));
    }

    /** int8 with a scale for each index of an axis, some wildly different. */
    Tensor perChannel(Shape shape, int axis, Pattern pattern) {
        boolean wild = oneIn(3);
        var scales = IntStream.range(0, shape.extent(axis))
                .mapToObj(i -> (float)
                        Math.scalb(random.nextDouble(1, 2), wild ? random.nextInt(-20, 2) : random.nextInt(-10, -4)))
                .toList();
        return Tensor.of(
                new TensorType(DataType.INT8, shape, new Quantization.PerChannel(axis, scales)),
                pattern.codes(shape, random));
    }

    /** float32 elements; magnitudes lie up to so many powers of two apart in each direction. */
    Tensor floats(Shape shape, int exponents) {
        var values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-exponents, exponents + 1));
        }
        return Tensor.of(TensorType.float32(shape), values);
    }

    /** float32 elements among which zeros of both signs, infinities, NaN, extremes and subnormals stand. */
    Tensor specials(Shape shape) {
        var values = floats(shape, 3).floats();
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(3) == 0) {
                values[i] = pick(
                        0f,
                        -0f,
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.MAX_VALUE,
                        -Float.MAX_VALUE,
                        Float.MIN_VALUE,
                        -Float.MIN_VALUE,
                        0x1p-126f,
                        1f,
                        -1f);
            }
        }
        return Tensor.of(TensorType.float32(shape), values);
    }

    /** float32 elements in a range. */
    Tensor uniform(Shape shape, double from, double to) {
        var values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return Tensor.of(TensorType.float32(shape), values);
    }

    /** Integers, plain or with their type's limits among them. */
    Tensor integers(DataType type, Shape shape, boolean limits) {
        int n = shape.elements();
        var tensorType = TensorType.of(type, shape);
        return switch (type) {
            case INT32 ->
                Tensor.of(
                        tensorType,
                        IntStream.range(0, n)
                                .map(i -> limits && oneIn(4)
                                        ? pick(Integer.MAX_VALUE, Integer.MIN_VALUE, 0, -1)
                                        : random.nextInt(-1000, 1000))
                                .toArray());
            case INT64 ->
                Tensor.of(
                        tensorType,
                        IntStream.range(0, n)
                                .mapToLong(i -> limits && oneIn(4)
                                        ? pick(Long.MAX_VALUE, Long.MIN_VALUE, 0L, -1L)
                                        : random.nextInt(-1000, 1000))
                                .toArray());
            case INT8, UINT8 -> {
                var bytes = new byte[n];
                random.nextBytes(bytes);
                yield Tensor.of(tensorType, bytes);
            }
            case BOOL -> {
                var bytes = new byte[n];
                for (int i = 0; i < n; i++) {
                    bytes[i] = (byte) random.nextInt(2);
                }
                yield Tensor.of(tensorType, bytes);
            }
            case FLOAT32 -> throw new IllegalArgumentException("float32 holds no integers");
        };
    }

    /** int32 numbers in a range, for biases. */
    Tensor ints(int n, int from, int to) {
        return Tensor.of(
                TensorType.of(DataType.INT32, Shape.of(n)),
                random.ints(n, from, to).toArray());
    }

    /** One operand of a node: fed by the caller, or part of the graph. */
    record Operand(Tensor tensor, boolean constant) {
        static Operand fed(Tensor tensor) {
            return new Operand(tensor, false);
        }

        static Operand constant(Tensor tensor) {
            return new Operand(tensor, true);
        }
    }

    /** A graph of one node whose results have the inferred types. */
    Computation node(Operator operator, Operand... operands) {
        return node(operator, List.of(), List.of(operands));
    }

    /** A graph of one node whose first result is int8 of this scale. */
    Computation node(Operator operator, float outScale, Operand... operands) {
        return node(operator, List.of(outScale), List.of(operands));
    }

    /** A graph of one node whose first results are int8 of these scales. */
    Computation node(Operator operator, List<Float> outScales, List<Operand> operands) {
        var name = operator.name();
        var builder = new GraphBuilder(name);
        var values = new ArrayList<Value>();
        var inputs = new ArrayList<Tensor>();
        for (int i = 0; i < operands.size(); i++) {
            var tensor = operands.get(i).tensor();
            if (operands.get(i).constant()) {
                values.add(builder.constant("c" + i, tensor));
            } else {
                values.add(builder.input("x" + i, tensor.type()));
                inputs.add(tensor);
            }
        }
        var types = GraphBuilder.infer(name, operator, values);
        var results = IntStream.range(0, types.size())
                .mapToObj(i -> Value.variable(
                        "y" + i,
                        i < outScales.size() ? TensorType.int8(types.get(i).shape(), outScales.get(i)) : types.get(i)))
                .toList();
        builder.add(new Node(name, operator, values, results));
        results.forEach(builder::output);
        return new Computation(builder.build(), inputs);
    }
}
