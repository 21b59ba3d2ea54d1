package dev.touchstone.conformance.teeth;

import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Limits;
import dev.touchstone.conformance.oracle.Rounding;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Max;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Every wrong rounding at the end of every int8 rule that rounds. */
final class RoundingMutants {
    /**
     * A rule that ends in a rounding.
     *
     * @param name of what is rounded
     * @param rules the ids of which one must notice
     * @param nodes whose results it is
     */
    private record Ending(String name, String rules, Predicate<Node> nodes) {}

    private static final List<Ending> ENDINGS = List.of(
            of("conv2d", "conv2d/C8", Conv2d.class),
            of("fully_connected", "fully_connected/F3", FullyConnected.class),
            of("mat_mul", "mat_mul/F4", MatMul.class),
            new Ending("average", "pool2d/P12", n -> isPool(n, Pool2d.Kind.AVERAGE)),
            new Ending("maximum", "pool2d/P11", n -> isPool(n, Pool2d.Kind.MAX)),
            of("maximum-with-index", "max_pool2d_with_index/X3", MaxPool2dWithIndex.class),
            of("add", "binary/E3", Add.class),
            of("sub", "binary/E3", Sub.class),
            of("mul", "binary/E4", Mul.class),
            of("div", "binary/E5", Div.class),
            of("max", "binary/E6", Max.class),
            of("min", "binary/E6", Min.class),
            of("pow", "binary/E7", Pow.class),
            of("batch_norm", "batch_norm/B3", BatchNorm.class),
            new Ending("bilinear", "resize/I4", n -> isResize(n, Resize.Method.BILINEAR)),
            new Ending("nearest", "resize/I2", n -> isResize(n, Resize.Method.NEAREST)),
            new Ending("mean", "reduce/R2", n -> isReduce(n, Reduce.Kind.MEAN)),
            new Ending("sum", "reduce/R2", n -> isReduce(n, Reduce.Kind.SUM)),
            new Ending("product", "reduce/R2", n -> isReduce(n, Reduce.Kind.PRODUCT)),
            new Ending("reduced-maximum", "reduce/R3", n -> isReduce(n, Reduce.Kind.MAX)),
            of("unary-table", "unary/U1", Unary.class),
            of("prelu", "prelu/U1", Prelu.class),
            of("softmax", "softmax/S3", Softmax.class),
            of("l2_norm", "l2_norm/L2", L2Norm.class),
            of("p_norm", "p_norm/L3", PNorm.class),
            of("quantize", "quantize/N9", Quantize.class),
            of("requantize", "requantize/N10", Requantize.class),
            of("concat", "concat/M3", Concat.class),
            of("split", "split/M3", Split.class),
            of("slice", "slice/M3", Slice.class),
            of("stack", "stack/M3", Stack.class),
            of("transpose", "transpose/M3", Transpose.class),
            of("pad", "pad/M3 pad/M4", Pad.class));

    private RoundingMutants() {}

    static List<Mutant> all() {
        var mutants = new ArrayList<Mutant>();
        for (var ending : ENDINGS) {
            for (var rounding : EnumSet.complementOf(EnumSet.of(Rounding.HALF_EVEN))) {
                var name = ending.name + "-rounds-" + rounding.name().toLowerCase(Locale.ROOT);
                mutants.add(
                        Mutant.of(name, ending.rules, new Fault.Rounds(ending.nodes, Arithmetic.RULES.with(rounding))));
            }
            mutants.add(Mutant.of(
                    ending.name + "-rounds-full_range",
                    ending.rules,
                    new Fault.Rounds(ending.nodes, Arithmetic.RULES.with(Limits.FULL))));
        }
        return mutants;
    }

    private static Ending of(String name, String rules, Class<? extends Operator> operator) {
        return new Ending(name, rules, n -> operator.isInstance(n.operator()));
    }

    private static boolean isPool(Node node, Pool2d.Kind kind) {
        return node.operator() instanceof Pool2d p && p.kind() == kind;
    }

    private static boolean isResize(Node node, Resize.Method method) {
        return node.operator() instanceof Resize r && r.method() == method;
    }

    private static boolean isReduce(Node node, Reduce.Kind kind) {
        return node.operator() instanceof Reduce r && r.kind() == kind;
    }
}
