package dev.touchstone.conformance.oracle;

import dev.touchstone.conformance.oracle.Drawn.Input;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Div;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Identity;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Log;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Split;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** How to draw a node of each operator that knows int8; one line in the table each. */
final class Draws {
    /** A node from random numbers. */
    interface Draw extends Function<Numbers, Drawn> {}

    /** By the operator's name. */
    static final Map<String, Draw> TABLE = table();

    private Draws() {}

    private static Map<String, Draw> table() {
        var table = new TreeMap<String, Draw>(Map.of(
                "conv2d", ProductDraws::convolution,
                "fully_connected", ProductDraws::connected,
                "mat_mul", ProductDraws::product,
                "pool2d", ProductDraws::pool,
                "max_pool2d_with_index", ProductDraws::poolWithIndex));
        unary(table, new Abs(), new Ceil(), new Exp(), new Floor(), new Log(), new Mish(), new Reciprocal());
        unary(table, new Relu(), new Round(), new Rsqrt(), new Sigmoid(), new Softplus(), new Sqrt());
        unary(table, new Square(), new Tanh());
        table.put(
                "clip",
                n -> unary(
                        n, new Clip(n.random().nextInt(-8, 0) / 3f, n.random().nextInt(1, 9) / 3f)));
        table.put("elu", n -> unary(n, new Elu(n.scale() * 2)));
        table.put("gelu", n -> unary(n, new Gelu(n.random().nextBoolean())));
        table.put("hard_sigmoid", n -> unary(n, new HardSigmoid(n.scale(), n.any(List.of(0.5f, 0f, 0.1f)))));
        table.put(
                "hard_swish",
                n -> unary(
                        n,
                        n.random().nextBoolean()
                                ? new HardSwish(6, 6, 3)
                                : new HardSwish(n.scale() * 8, n.scale() * 8, n.scale())));
        table.put("leaky_relu", n -> unary(n, new LeakyRelu(n.any(List.of(0.02f, 0.1f, 0.25f, -0.5f, 2f)))));
        table.put("relu6", n -> unary(n, new Relu6(n.any(List.of(6f, 7.5f, 0.5f, 1.1f)))));
        table.put("scale", n -> unary(n, scale(n)));
        table.put("swish", n -> unary(n, new Swish(n.any(List.of(1f, 0.5f, 1.7f)))));
        table.put("prelu", Draws::prelu);
        binary(table, "add", Add::new);
        binary(table, "sub", Sub::new);
        binary(table, "mul", Mul::new);
        binary(table, "div", Div::new);
        binary(table, "max", Max::new);
        binary(table, "min", Min::new);
        binary(table, "pow", Pow::new);
        table.put("softmax", n -> alongAxis(n, Softmax::new, n.any(List.of(1 / 127f, 1 / 255f, 0.01f))));
        table.put(
                "l2_norm",
                n -> alongAxis(
                        n, a -> new L2Norm(a, n.any(List.of(1e-10f, 0f, 0.9f))), n.any(List.of(1 / 127f, 0.005f))));
        table.put("p_norm", Draws::pNorm);
        table.put("batch_norm", Draws::batchNorm);
        table.put("reduce", Draws::reduce);
        table.put(
                "arg_max",
                n -> alongAxis(
                        n,
                        a -> new ArgMax(
                                n.any(List.of(ArgMax.Kind.values())),
                                a,
                                n.random().nextBoolean(),
                                DataType.INT32),
                        1));
        table.put("resize", Draws::resize);
        table.put("concat", Draws::concat);
        table.put("stack", Draws::stack);
        table.put("split", Draws::split);
        table.put("slice", Draws::slice);
        table.put("transpose", Draws::transpose);
        table.put("pad", Draws::pad);
        table.put("reshape", n -> moved(n, x -> new Reshape(List.of(-1))));
        table.put("flatten", n -> moved(n, x -> new Flatten(List.of(n.random().nextInt(x.rank() + 1)))));
        table.put("squeeze", n -> moved(n, x -> new Squeeze(List.of())));
        table.put(
                "unsqueeze", n -> moved(n, x -> new Unsqueeze(List.of(n.random().nextInt(x.rank() + 1)))));
        table.put("identity", n -> moved(n, x -> new Identity()));
        table.put("quantize", Draws::quantize);
        table.put("dequantize", Draws::dequantize);
        table.put("requantize", n -> {
            float scale = n.scale();
            float out = n.near(scale);
            return Drawn.of(new Requantize(out), out, List.of(n.fed(n.shape(), scale)));
        });
        return table;
    }

    private static void unary(Map<String, Draw> table, Unary... operators) {
        for (var operator : operators) {
            table.put(operator.name(), n -> unary(n, operator));
        }
    }

    private static Drawn unary(Numbers n, Operator operator) {
        return Drawn.of(operator, n.scale(), List.of(n.fed(n.shape(), n.scale())));
    }

    private static Scale scale(Numbers n) {
        boolean identity = n.random().nextInt(4) == 0;
        return identity
                ? new Scale(1, 0, n.random().nextBoolean())
                : new Scale(
                        n.any(List.of(0.123f, 0f, -1.2f, 3f)),
                        n.any(List.of(0f, 1f, -1.2331f)),
                        n.random().nextBoolean());
    }

    private static Drawn prelu(Numbers n) {
        var shape = n.shape(n.random().nextInt(2, 5), 6);
        var mode = n.any(List.of(Prelu.Mode.values()));
        int slopes = switch (mode) {
            case ALL -> 1;
            case CHANNEL -> shape.extent(1);
            case ELEMENT -> shape.product(1, shape.rank());
        };
        float scale = n.scale();
        return Drawn.of(new Prelu(mode), n.near(scale), List.of(n.fed(shape, scale), n.constants(slopes, -1, 2)));
    }

    private static void binary(Map<String, Draw> table, String name, IntFunction<Operator> operator) {
        table.put(name, n -> {
            var shape = n.shape(n.random().nextInt(1, 5), 7);
            int axis = -1;
            var other = shape;
            switch (n.random().nextInt(4)) {
                case 0 -> {
                    axis = n.random().nextInt(shape.rank());
                    int end = n.random().nextInt(axis + 1, shape.rank() + 1);
                    other = Shape.of(Arrays.copyOfRange(shape.toArray(), axis, end));
                    axis = other.rank() == shape.rank() ? -1 : axis;
                }
                case 1 -> other = shape.with(n.random().nextInt(shape.rank()), 1);
                default -> {}
            }
            float a = n.scale();
            float b = n.near(a);
            boolean pow = name.equals("pow");
            float out = pow || name.equals("div") ? n.scale() : name.equals("mul") ? a * b * 64 : n.near(a);
            var x = n.fed(shape, pow ? a : n.random().nextInt(4) == 0 ? out : a);
            var y = n.fed(other, n.random().nextInt(4) == 0 ? x.tensor().type().scale() : b);
            boolean swapped = n.random().nextInt(3) == 0;
            return Drawn.of(operator.apply(axis), out, swapped ? List.of(y, x) : List.of(x, y));
        });
    }

    private static Drawn alongAxis(Numbers n, IntFunction<Operator> operator, float out) {
        var shape = n.shape();
        return Drawn.of(
                operator.apply(n.random().nextInt(-shape.rank(), shape.rank())), out, List.of(n.fed(shape, n.scale())));
    }

    private static Drawn pNorm(Numbers n) {
        float order = n.any(List.of(0f, 1f, 2f, 3f, 2.5f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
        var shape = n.shape(n.random().nextInt(2, 5), 6);
        float scale = n.scale();
        var operator = new PNorm(
                order,
                n.random().nextInt(-shape.rank(), shape.rank()),
                n.random().nextBoolean());
        return Drawn.of(operator, order == 0 ? 0.25f : n.near(scale * 2), List.of(n.fed(shape, scale)));
    }

    private static Drawn batchNorm(Numbers n) {
        var shape = n.shape(n.random().nextInt(2, 6), 5);
        int c = shape.extent(1);
        float scale = n.scale();
        return Drawn.of(
                new BatchNorm(n.any(List.of(1e-5f, 1e-3f, 0f))),
                n.near(scale),
                List.of(
                        n.fed(shape, scale),
                        n.constants(c, -2, 2),
                        n.constants(c, -2, 2),
                        n.constants(c, -1, 1),
                        n.constants(c, 0.01, 3)));
    }

    private static Drawn reduce(Numbers n) {
        var shape = n.shape(n.random().nextInt(1, 5), 5);
        var axes = IntStream.range(0, shape.rank())
                .filter(i -> n.random().nextBoolean())
                .boxed()
                .toList();
        float scale = n.scale();
        var kind = n.any(List.of(Reduce.Kind.values()));
        float out = kind == Reduce.Kind.SUM ? scale * 4 : kind == Reduce.Kind.PRODUCT ? 1 : n.near(scale);
        return Drawn.of(new Reduce(kind, axes, n.random().nextBoolean()), out, List.of(n.fed(shape, scale)));
    }

    private static Drawn resize(Numbers n) {
        var shape = n.shape(4, 4);
        var method = n.any(List.of(Resize.Method.values()));
        var coordinates = n.any(List.of(Resize.Coordinates.values()));
        if (method == Resize.Method.NEAREST && coordinates == Resize.Coordinates.HALF_PIXEL) {
            coordinates = Resize.Coordinates.ASYMMETRIC;
        }
        var size = new Hw(n.random().nextInt(1, 10), n.random().nextInt(1, 10));
        var scales = n.random().nextInt(3) == 0
                ? List.of((float) size.h() / shape.extent(2) * 1.01f, (float) size.w() / shape.extent(3))
                : List.<Float>of();
        float scale = n.scale();
        return Drawn.of(new Resize(method, size, coordinates, scales), n.near(scale), List.of(n.fed(shape, scale)));
    }

    private static Drawn concat(Numbers n) {
        var shape = n.shape(n.random().nextInt(1, 5), 5);
        int axis = n.random().nextInt(shape.rank());
        float scale = n.scale();
        var inputs = new ArrayList<Input>();
        for (int i = n.random().nextInt(1, 5); i > 0; i--) {
            inputs.add(n.fed(shape.with(axis, n.random().nextInt(1, 8)), n.near(scale)));
        }
        return Drawn.of(new Concat(n.random().nextBoolean() ? axis : axis - shape.rank()), scale, inputs);
    }

    private static Drawn stack(Numbers n) {
        var shape = n.shape(n.random().nextInt(1, 4), 6);
        float scale = n.scale();
        var inputs = new ArrayList<Input>();
        for (int i = n.random().nextInt(1, 4); i > 0; i--) {
            inputs.add(n.fed(shape, n.near(scale)));
        }
        return Drawn.of(new Stack(n.random().nextInt(-shape.rank() - 1, shape.rank() + 1)), scale, inputs);
    }

    private static Drawn split(Numbers n) {
        var sections = IntStream.range(0, n.random().nextInt(1, 4))
                .mapToObj(i -> n.random().nextInt(1, 6))
                .toList();
        int axis = n.random().nextInt(3);
        var shape = n.shape(3, 6).with(axis, sections.stream().mapToInt(i -> i).sum());
        float scale = n.scale();
        return Drawn.of(new Split(axis, sections), n.near(scale), List.of(n.fed(shape, scale)));
    }

    private static Drawn slice(Numbers n) {
        var shape = n.shape(n.random().nextInt(1, 5), 9);
        var starts = new ArrayList<Integer>();
        var counts = new ArrayList<Integer>();
        var strides = new ArrayList<Integer>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            int start = n.random().nextInt(shape.extent(axis));
            int stride = n.any(List.of(1, 2, -1, -2));
            int room = stride > 0 ? shape.extent(axis) - 1 - start : start;
            starts.add(start);
            strides.add(stride);
            counts.add(n.random().nextInt(1, room / Math.abs(stride) + 2));
        }
        var axes = IntStream.range(0, shape.rank()).boxed().toList();
        float scale = n.scale();
        return Drawn.of(new Slice(axes, starts, counts, strides), n.near(scale), List.of(n.fed(shape, scale)));
    }

    private static Drawn transpose(Numbers n) {
        return moved(n, x -> {
            var axes = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
            Collections.shuffle(axes, new Random(n.random().nextLong()));
            return new Transpose(axes);
        });
    }

    private static Drawn pad(Numbers n) {
        return moved(n, n.shape(n.random().nextInt(1, 5), 5), x -> {
            var mode = n.any(List.of(Pad.Mode.values()));
            var before = new ArrayList<Integer>();
            var after = new ArrayList<Integer>();
            for (int extent : x.toArray()) {
                int most = Math.min(mode == Pad.Mode.REFLECT ? extent - 1 : extent, 2);
                before.add(n.random().nextInt(most + 1));
                after.add(n.random().nextInt(most + 1));
            }
            return new Pad(mode, before, after, n.any(List.of(0f, 1f, -0.37f, 1e9f)));
        });
    }

    private static Drawn moved(Numbers n, Function<Shape, Operator> operator) {
        return moved(n, n.shape(), operator);
    }

    private static Drawn moved(Numbers n, Shape shape, Function<Shape, Operator> operator) {
        float scale = n.scale();
        return Drawn.of(operator.apply(shape), n.near(scale), List.of(n.fed(shape, scale)));
    }

    private static Drawn quantize(Numbers n) {
        float scale = n.scale();
        var values = new float[400];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (n.random().nextInt(8)) {
                case 0 -> Float.intBitsToFloat(n.random().nextInt());
                case 1, 2, 3 -> (n.random().nextInt(-130, 130) + 0.5f) * scale;
                default -> (float) n.random().nextDouble(-130 * scale, 130 * scale);
            };
        }
        return Drawn.of(new Quantize(scale), scale, List.of(Input.fed(Tensor.of(values, values.length))));
    }

    private static Drawn dequantize(Numbers n) {
        if (n.random().nextBoolean()) {
            return Drawn.of(new Dequantize(), 1, List.of(n.fed(n.shape(), n.scale())));
        }
        var shape = n.shape(3, 6);
        int axis = n.random().nextInt(3);
        var scales =
                IntStream.range(0, shape.extent(axis)).mapToObj(i -> n.scale()).toList();
        var type = new TensorType(DataType.INT8, shape, new Quantization.PerChannel(axis, scales));
        return Drawn.of(
                new Dequantize(),
                1,
                List.of(Input.constant(Tensor.of(type, n.int8(shape, 1).toBytes()))));
    }
}
