package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Operators that move elements: M1 by ramps in every shape and axis, M2 by every data type and NaN payloads, M3 by int8
 * between different scales.
 */
final class DataMovementCases {
    private DataMovementCases() {}

    static Stream<CaseSource> sources(long seed) {
        return Stream.of(
                one("transpose", "transpose", 100, DataMovementCases::transpose, seed),
                one("reshape", "reshape", 60, DataMovementCases::reshape, seed),
                one("flatten", "reshape", 60, DataMovementCases::flatten, seed),
                one("squeeze", "reshape", 40, DataMovementCases::squeeze, seed),
                one("unsqueeze", "reshape", 40, DataMovementCases::unsqueeze, seed),
                one("identity", "reshape", 10, (d, x) -> new Identity(), seed),
                one("slice", "slice", 120, DataMovementCases::slice, seed),
                OperatorSource.of("shape_of", "shape_of", seed)
                        .rule("M1", 30, d -> d.node(new ShapeOf(), Operand.fed(any(d, d.shape(1 + d.step() % 6, 60))))),
                one("pad", "pad", 100, DataMovementCases::pad, seed).rule("M4", 100, DataMovementCases::fill),
                OperatorSource.of("concat", "concat", seed)
                        .rule("M1", 90, d -> concat(d, Kind.RAMP))
                        .rule("M2", 40, d -> concat(d, Kind.ANY))
                        .rule("M3", 60, d -> concat(d, Kind.ONE_SCALE))
                        .rule("M5", 90, d -> concat(d, Kind.SCALES)),
                OperatorSource.of("split", "split", seed)
                        .rule("M1", 90, d -> split(d, Kind.RAMP))
                        .rule("M2", 40, d -> split(d, Kind.ANY))
                        .rule("M3", 80, d -> split(d, Kind.SCALES)),
                OperatorSource.of("stack", "stack", seed)
                        .rule("M1", 60, d -> stack(d, Kind.RAMP))
                        .rule("M2", 40, d -> stack(d, Kind.ANY))
                        .rule("M3", 80, d -> stack(d, Kind.SCALES)));
    }

    private enum Kind {
        RAMP,
        ANY,
        ONE_SCALE,
        SCALES
    }

    private static OperatorSource one(
            String operator, String family, int shapes, BiFunction<Draw, Shape, Operator> maker, long seed) {
        return OperatorSource.of(operator, family, seed)
                .rule("M1", shapes, d -> {
                    var x = d.shape(rank(d, operator), 200);
                    float scale = d.scale();
                    return d.node(maker.apply(d, x), scale, Operand.fed(d.int8(x, scale, Pattern.RAMP)));
                })
                .rule("M2", 40, d -> {
                    var x = d.shape(rank(d, operator), 100);
                    return d.node(maker.apply(d, x), Operand.fed(any(d, x)));
                })
                .rule("M3", 60, d -> {
                    var x = d.shape(rank(d, operator), 200);
                    return d.node(maker.apply(d, x), d.scale(), Operand.fed(d.int8(x, d.scale())));
                });
    }

    private static int rank(Draw d, String operator) {
        return operator.equals("transpose") || operator.equals("pad") ? 1 + d.step() % 5 : d.step() % 5;
    }

    /** Every data type; float32 with all that has odd bits. */
    private static Tensor any(Draw d, Shape x) {
        return switch (d.step() % 6) {
            case 0 -> payloads(d, x);
            case 1 -> d.integers(DataType.INT32, x, true);
            case 2 -> d.integers(DataType.INT64, x, true);
            case 3 -> d.integers(DataType.UINT8, x, true);
            case 4 -> d.integers(DataType.BOOL, x, true);
            default -> d.specials(x);
        };
    }

    /** NaN of every payload among numbers. */
    private static Tensor payloads(Draw d, Shape x) {
        var tensor = d.floats(x, 30);
        for (int i = 0; i < x.elements(); i += 2) {
            tensor.floats()[i] = Float.intBitsToFloat(0x7fc00000 | d.integer(0, 1 << 22));
        }
        return tensor;
    }

    /** Every permutation of small ranks comes up. */
    private static Operator transpose(Draw d, Shape x) {
        var axes = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        Collections.shuffle(axes, new Random(d.step() * 31L + d.integer(0, 1000)));
        return new Transpose(axes);
    }

    private static Operator reshape(Draw d, Shape x) {
        int n = x.elements();
        var extents = new ArrayList<Integer>();
        int left = n;
        for (int i = 0; i < d.integer(0, 4) && left > 1; i++) {
            int next = divisor(d, left);
            extents.add(next);
            left /= next;
        }
        extents.add(d.oneIn(2) ? -1 : left);
        if (x.rank() > 0 && extents.getFirst() == x.extent(0) && d.oneIn(2)) {
            extents.set(0, 0);
        }
        return new Reshape(extents);
    }

    private static int divisor(Draw d, int n) {
        var divisors = IntStream.rangeClosed(1, n).filter(i -> n % i == 0).toArray();
        return divisors[d.integer(0, divisors.length)];
    }

    private static Operator flatten(Draw d, Shape x) {
        int cuts = d.integer(0, 4);
        return new Flatten(IntStream.range(0, cuts)
                .map(i -> d.integer(0, x.rank() + 1))
                .sorted()
                .boxed()
                .toList());
    }

    private static Operator squeeze(Draw d, Shape x) {
        var ones = IntStream.range(0, x.rank())
                .filter(i -> x.extent(i) == 1)
                .boxed()
                .toList();
        if (ones.isEmpty() || d.oneIn(3)) {
            return new Squeeze(List.of());
        }
        int axis = ones.get(d.integer(0, ones.size()));
        return new Squeeze(List.of(d.oneIn(2) ? axis : axis - x.rank()));
    }

    private static Operator unsqueeze(Draw d, Shape x) {
        var axes = new ArrayList<Integer>();
        int rank = x.rank();
        for (int i = 0; i <= d.integer(0, 2); i++) {
            axes.add(d.integer(-rank - 1, rank + 1));
            rank++;
        }
        return new Unsqueeze(axes);
    }

    /** Some axes, steps forwards and backwards. */
    private static Operator slice(Draw d, Shape x) {
        var axes = new ArrayList<Integer>();
        var starts = new ArrayList<Integer>();
        var counts = new ArrayList<Integer>();
        var strides = new ArrayList<Integer>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (d.oneIn(2)) {
                int extent = x.extent(axis);
                int stride = d.pick(1, 1, 2, 3, -1, -2);
                int count = d.integer(1, (extent - 1) / Math.abs(stride) + 2);
                int reach = (count - 1) * Math.abs(stride);
                int low = d.integer(0, extent - reach);
                axes.add(axis);
                counts.add(count);
                strides.add(stride);
                starts.add(stride > 0 ? low : low + reach);
            }
        }
        return new Slice(axes, starts, counts, strides);
    }

    private static Operator pad(Draw d, Shape x) {
        var mode = d.pick(Pad.Mode.values());
        var before = new ArrayList<Integer>();
        var after = new ArrayList<Integer>();
        for (int i = 0; i < x.rank(); i++) {
            int most = switch (mode) {
                case REFLECT -> x.extent(i) - 1;
                case CIRCULAR -> x.extent(i);
                case CONSTANT, EDGE -> 4;
            };
            // The last axis often reaches the limit, where mirrors go wrong.
            before.add(d.oneIn(4) ? Math.min(most, 5) : d.integer(0, Math.min(most, 4) + 1));
            after.add(d.integer(0, Math.min(most, 4) + 1));
        }
        return new Pad(mode, before, after, d.pick(0f, 1f, -2.5f));
    }

    /** What a constant fills in: values that tie, saturate, or are cast. */
    private static Computation fill(Draw d) {
        var x = d.shape(d.integer(1, 5), 60);
        var before = IntStream.range(0, x.rank()).mapToObj(i -> d.integer(0, 3)).toList();
        var after = IntStream.range(0, x.rank()).mapToObj(i -> d.integer(0, 3)).toList();
        float out = d.turn(0.5f, d.scale(), 0.1f);
        float value = d.pick(0f, 0.25f, 0.75f, -0.25f, -1.25f, 1e9f, -1e9f, 0.05f, 0.15f, 3.7f);
        var operator = new Pad(Pad.Mode.CONSTANT, before, after, value);
        return switch (d.step() % 4) {
            case 0 -> d.node(operator, Operand.fed(d.floats(x, 2)));
            case 1 -> d.node(operator, Operand.fed(d.integers(DataType.INT32, x, false)));
            default -> d.node(operator, out, Operand.fed(d.int8(x, d.scale())));
        };
    }

    private static List<Operand> pieces(Draw d, List<Shape> shapes, Kind kind) {
        float common = d.scale();
        return shapes.stream()
                .map(s -> Operand.fed(
                        switch (kind) {
                            case RAMP -> d.int8(s, common, Pattern.RAMP);
                            case ANY -> any(d, s);
                            case ONE_SCALE -> d.int8(s, common);
                            case SCALES -> d.int8(s, d.scale());
                        }))
                .toList();
    }

    /** The scales of the results, or none for data without. */
    private static List<Float> outScales(Draw d, Kind kind, float like, int n) {
        return switch (kind) {
            case ANY -> List.of();
            case RAMP -> Collections.nCopies(n, like);
            case ONE_SCALE, SCALES ->
                IntStream.range(0, n).mapToObj(i -> d.scale()).toList();
        };
    }

    private static Computation concat(Draw d, Kind kind) {
        int rank = d.integer(1, 5);
        int axis = d.integer(0, rank);
        var x = d.shape(rank, 60);
        var shapes = IntStream.range(0, d.integer(1, 7))
                .mapToObj(i -> x.with(axis, d.integer(1, 8)))
                .toList();
        var operands = pieces(d, shapes, kind);
        return d.node(
                new Concat(d.oneIn(2) ? axis : axis - rank), outScales(d, kind, scale(operands, kind), 1), operands);
    }

    private static float scale(List<Operand> operands, Kind kind) {
        return kind == Kind.ANY ? 1 : operands.getFirst().tensor().type().scale();
    }

    private static Computation split(Draw d, Kind kind) {
        int rank = d.integer(1, 5);
        int axis = d.integer(0, rank);
        var sections = IntStream.range(0, d.integer(1, 5))
                .mapToObj(i -> d.integer(1, 7))
                .toList();
        var x = d.shape(rank, 60)
                .with(axis, sections.stream().mapToInt(Integer::intValue).sum());
        var operands = pieces(d, List.of(x), kind);
        return d.node(
                new Split(d.oneIn(2) ? axis : axis - rank, sections),
                outScales(d, kind, scale(operands, kind), sections.size()),
                operands);
    }

    private static Computation stack(Draw d, Kind kind) {
        var x = d.shape(d.integer(0, 5), 60);
        var operands = pieces(d, Collections.nCopies(d.integer(1, 5), x), kind);
        return d.node(
                new Stack(d.integer(-x.rank() - 1, x.rank() + 1)),
                outScales(d, kind, scale(operands, kind), 1),
                operands);
    }
}
