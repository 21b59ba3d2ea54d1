package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Requantize;
import dev.touchstone.tensor.Quantization;
import java.util.List;

/** Rules N9 and N10: into, out of and between int8 scales. */
final class ConversionOracle implements Oracle {
    @Override
    public List<Bounds[]> results(Node node, List<Operand> inputs) {
        var x = inputs.getFirst();
        var bounds = new Bounds[x.elements()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = switch (node.operator()) {
                case Quantize q -> quantized(x.raw(i), Fraction.of(q.scale()));
                case Dequantize d ->
                    Bounds.of(Fraction.of(x.code(i)).times(scale(x, i)).float32());
                case Requantize r -> Scaling.moved(x.code(i), x.scale(), Fraction.of(r.scale()));
                default -> throw new IllegalArgumentException(node.label());
            };
        }
        return List.<Bounds[]>of(bounds);
    }

    private static Bounds quantized(float x, Fraction scale) {
        if (Float.isNaN(x)) {
            return Bounds.of(0);
        }
        if (Float.isInfinite(x)) {
            return Bounds.of(x > 0 ? 127 : -127);
        }
        var inverse = Fraction.ONE.over(scale).float64().float32();
        return Bounds.of(Fraction.of(x).times(inverse).float32());
    }

    private static Fraction scale(Operand x, int index) {
        return x.type().quantization() instanceof Quantization.PerChannel p
                ? x.scale(Shapes.position(x.type().shape(), index)[p.axis()])
                : x.scale();
    }
}
