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
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var x = inputs.getFirst();
        return List.of(new Elements(x.elements(), i -> switch (node.operator()) {
            case Quantize q -> quantized(x.raw(i), Fraction.of(q.scale()));
            case Dequantize d ->
                Bounds.of(Fraction.of(x.code(i)).times(scale(x, i)).float32());
            case Requantize r -> Scaling.moved(x.code(i), x.scale(), Fraction.of(r.scale()), arithmetic);
            default -> throw new IllegalArgumentException(node.label());
        }));
    }

    private static Bounds quantized(float x, Fraction scale) {
        if (Float.isNaN(x)) {
            return Bounds.of(0);
        }
        if (Float.isInfinite(x)) {
            return Bounds.of(x > 0 ? 1000 : -1000);
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
