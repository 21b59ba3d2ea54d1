package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Requantize;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** From one kind of number to another, and functions with a parameter tensor. */
final class ConversionCases {
    private ConversionCases() {}

    static Stream<CaseSource> sources(long seed) {
        return Stream.of(
                OperatorSource.of("quantize", "quantize", seed).rule("N9", 120, ConversionCases::quantize),
                OperatorSource.of("dequantize", "dequantize", seed).rule("N9", 60, ConversionCases::dequantize),
                OperatorSource.of("requantize", "requantize", seed).rule("N10", 160, ConversionCases::requantize),
                OperatorSource.of("cast", "cast", seed)
                        .rule("T1", 60, ConversionCases::castFloat)
                        .rule("T2", 60, ConversionCases::castInteger)
                        .rule("T3", 40, ConversionCases::castBool),
                OperatorSource.of("fake_quantize", "fake_quantize", seed)
                        .rule("Q1", 60, d -> fakeQuantize(d, d.turn(FakeQuantize.Order.values()), true))
                        .rule("Q2", 60, d -> fakeQuantize(d, FakeQuantize.Order.CLIP_THEN_ROUND, true))
                        .rule("Q3", 60, d -> fakeQuantize(d, FakeQuantize.Order.ROUND_THEN_CLIP, true))
                        .rule("Q4", 60, ConversionCases::fakeQuantizeDequantize)
                        .rule("Q5", 60, d -> fakeQuantize(d, d.turn(FakeQuantize.Order.values()), false)),
                OperatorSource.of("fake_dequantize", "fake_dequantize", seed)
                        .rule("Q6", 60, d -> fakeDequantize(d, false))
                        .rule("Q7", 40, d -> fakeDequantize(d, true)),
                OperatorSource.of("prelu", "prelu", seed)
                        .rule("U1", 160, d -> prelu(d, true))
                        .rule("U3", 60, d -> prelu(d, false)));
    }

    /** Multiples of half a step and their neighbours, what saturates, and what is no number. */
    private static Computation quantize(Draw d) {
        float scale = d.turn(0.1f, 0.3f, 0x1p-4f, d.scale(), d.extremeScale());
        var x = d.step() % 4 == 3 ? d.specials(Shape.of(40)) : d.floats(Shape.of(65), 2);
        for (int i = 0; i < x.shape().elements() && d.step() % 4 != 3; i++) {
            float tie = (d.integer(-130, 131) + 0.5f) * scale;
            x.floats()[i] = d.pick(tie, Math.nextUp(tie), Math.nextDown(tie), x.floats()[i] * scale * 100);
        }
        return d.node(new Quantize(scale), Operand.fed(x));
    }

    private static Computation dequantize(Draw d) {
        float scale = d.step() % 3 == 0 ? d.extremeScale() : d.scale();
        return d.node(new Dequantize(), Operand.fed(d.int8(d.shape(d.step() % 5, 255), scale)));
    }

    /** All codes between scales whose quotient is a half, a third, near one, or anything. */
    private static Computation requantize(Draw d) {
        float in = d.turn(d.scale(), 0.05f, 0x1p-3f, 0.1f, d.extremeScale());
        float out = d.turn(d.scale(), 0.1f, 0x1p-2f, 0.3f, in * d.pick(1f, 2f, 0.5f, 1.0001f));
        var codes = new byte[255];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (i - 127);
        }
        return d.node(new Requantize(out), Operand.fed(Tensor.of(TensorType.int8(Shape.of(255), in), codes)));
    }

    private static Computation castFloat(Draw d) {
        var x = d.specials(Shape.of(65));
        for (int i = 0; i < 40; i++) {
            x.floats()[i] = (float) d.real(-400, 400) * d.pick(1f, 1f, 1e7f, 1e17f);
        }
        return d.node(new Cast(d.turn(DataType.INT32, DataType.INT64, DataType.INT8, DataType.UINT8)), Operand.fed(x));
    }

    private static Computation castInteger(Draw d) {
        var from = d.turn(DataType.INT64, DataType.INT32, DataType.UINT8, DataType.INT8);
        var to = d.pick(DataType.INT8, DataType.UINT8, DataType.INT32, DataType.INT64, DataType.FLOAT32);
        return d.node(new Cast(to), Operand.fed(d.integers(from, Shape.of(65), true)));
    }

    private static Computation castBool(Draw d) {
        return d.step() % 2 == 0
                ? d.node(
                        new Cast(d.pick(DataType.FLOAT32, DataType.INT32, DataType.INT64, DataType.INT8)),
                        Operand.fed(d.integers(DataType.BOOL, Shape.of(33), false)))
                : d.node(
                        new Cast(DataType.BOOL),
                        Operand.fed(
                                d.oneIn(2)
                                        ? d.specials(Shape.of(33))
                                        : d.integers(DataType.INT32, Shape.of(33), true)));
    }

    private static Computation fakeQuantize(Draw d, FakeQuantize.Order order, boolean threshold) {
        var x = d.shape(d.integer(1, 5), 120);
        int axis = d.oneIn(2) ? -1 : d.integer(0, x.rank());
        boolean dequantize = d.oneIn(3);
        var operator = new FakeQuantize(order, d.pick(8, 8, 4, 2, 16), axis, dequantize, d.oneIn(3));
        return quantized(d, operator, x, threshold);
    }

    private static Computation fakeQuantizeDequantize(Draw d) {
        var x = d.shape(d.integer(1, 5), 120);
        var operator = new FakeQuantize(
                d.turn(FakeQuantize.Order.values()), 8, d.oneIn(2) ? -1 : d.integer(0, x.rank()), true, false);
        return quantized(d, operator, x, d.oneIn(2));
    }

    private static Computation quantized(Draw d, FakeQuantize operator, Shape x, boolean threshold) {
        int n = operator.axis() < 0 ? 1 : x.extent(operator.axis());
        var operands = new ArrayList<>(List.of(Operand.fed(data(d, x))));
        if (threshold) {
            var s = d.uniform(Shape.of(n), 0.1, 4).floats();
            if (d.oneIn(4)) {
                s[d.integer(0, n)] = d.pick(0f, 1e-30f, 1e-31f, 127f, 1f);
            }
            operands.add(Operand.constant(Tensor.of(s, n)));
        }
        return d.node(operator, List.of(), operands);
    }

    /** Numbers beyond every threshold, multiples of 1/254, and now and then NaN. */
    private static Tensor data(Draw d, Shape x) {
        var tensor = d.step() % 7 == 6 ? d.specials(x) : d.uniform(x, -5, 5);
        for (int i = 0; i < x.elements(); i += 3) {
            tensor.floats()[i] = d.integer(-260, 261) / 254f;
        }
        return tensor;
    }

    private static Computation fakeDequantize(Draw d, boolean second) {
        var x = d.shape(d.integer(1, 5), 120);
        int axis = d.oneIn(2) ? -1 : d.integer(0, x.rank());
        int n = axis < 0 ? 1 : x.extent(axis);
        var operands = new ArrayList<Operand>();
        operands.add(Operand.fed(d.oneIn(3) ? d.integers(DataType.INT8, x, false) : d.uniform(x, -127, 127)));
        operands.add(Operand.constant(d.uniform(Shape.of(n), 0.01, 3)));
        if (second) {
            operands.add(Operand.constant(d.uniform(Shape.of(1), 0.01, 3)));
        }
        return d.node(new FakeDequantize(axis, d.pick(127f, 127f, 16129f, 7f)), List.of(), operands);
    }

    private static Computation prelu(Draw d, boolean int8) {
        var mode = d.turn(Prelu.Mode.values());
        var x = d.shape(mode == Prelu.Mode.ALL ? d.integer(1, 5) : d.integer(2, 5), 200);
        int n = switch (mode) {
            case ALL -> 1;
            case CHANNEL -> x.extent(1);
            case ELEMENT -> x.product(1, x.rank());
        };
        var slope = Operand.constant(d.uniform(Shape.of(n), -1, 1.5));
        var operator = new Prelu(mode);
        if (int8) {
            float scale = d.scale();
            return d.node(operator, d.scaleFor(127.0 * scale), Operand.fed(d.int8(x, scale)), slope);
        }
        return d.node(operator, Operand.fed(d.step() % 5 == 4 ? d.specials(x) : d.floats(x, 6)), slope);
    }
}
