package dev.touchstone.pass;

import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Quantize;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces fake quantization by explicit scales: what reads a tensor with a scale reads it through {@link Quantize} and
 * {@link Dequantize}, weights with scales become int8 constants behind a {@link Dequantize}, and every other operator
 * works on real numbers. A product that a {@link FakeDequantize} scales back loses it: its operands are scaled instead.
 */
final class ExplicitScales implements Pass {
    @Override
    public String name() {
        return "explicit scales";
    }

    @Override
    public Graph apply(Graph graph, Notes notes) {
        var run = new Run(graph, notes);
        graph.nodes().forEach(run::node);
        return run.rewriting.build();
    }

    /** A quantizer whose integers are still to meet a product or a dequantizer. */
    private record Integers(Value codes, float threshold) {}

    private static final class Run {
        private final Graph graph;
        private final Notes notes;
        private final Rewriting rewriting;
        private final RealWeights weights;
        private final Map<String, Integers> integers = new HashMap<>();
        private final Map<String, Value> real = new HashMap<>();
        private final Set<Node> absorbed = new HashSet<>();

        Run(Graph graph, Notes notes) {
            this.graph = graph;
            this.notes = notes;
            this.rewriting = new Rewriting(graph);
            this.weights = new RealWeights(rewriting, notes);
        }

        void node(Node node) {
            switch (node.operator()) {
                case FakeQuantize q when rewriting.now(node.input(0)).isConstant() -> quantizeConstant(node, q);
                case FakeQuantize q -> quantize(node, q);
                case FakeDequantize d when absorbed.contains(node) -> {}
                case FakeDequantize d -> dequantize(node, d);
                default -> compute(node);
            }
        }

        private void quantize(Node node, FakeQuantize q) {
            Steps.requireEightBits(q.bits(), node);
            var x = rewriting.now(node.input(0));
            if (q.axis() >= 0) {
                throw new UnsupportedOperatorException(node.label() + ": has one threshold for each index of axis "
                        + q.axis() + " of " + x.name() + "; int8 needs one for the tensor (use precision FLOAT)");
            }
            float threshold = constant(node, 1, "threshold")[0];
            float step = Steps.of(threshold, node, x.name(), notes);
            var codes = rewriting.emit(rewriting.fresh(x.name() + ".int8"), new Quantize(step), x);
            if (q.dequantize()) {
                rewriting.emit(new Node(node.name(), new Dequantize(), List.of(codes), List.of(node.output())));
            } else {
                integers.put(node.output().name(), new Integers(codes, threshold));
            }
            emitThreshold(node, new float[] {threshold});
        }

        private void quantizeConstant(Node node, FakeQuantize q) {
            Steps.requireEightBits(q.bits(), node);
            var x = rewriting.now(node.input(0));
            var shape = x.type().shape();
            var values = Codes.tensor(x).toFloats();
            var thresholds = node.inputs().size() == 1
                    ? ConstantQuantization.thresholds(values, shape, q.axis())
                    : Arrays.copyOf(constant(node, 1, "threshold"), q.axis() < 0 ? 1 : shape.extent(q.axis()));
            var codes = ConstantQuantization.codes(q, values, shape, thresholds);
            if (q.dequantize()) {
                var steps = new double[thresholds.length];
                for (int c = 0; c < steps.length; c++) {
                    steps[c] = thresholds[c] / (double) Steps.RANGE;
                }
                rewriting.replace(node.output(), weights.of(node, x.name(), codes, shape, q.axis(), steps));
            } else {
                var type = node.output().type();
                rewriting.replace(node.output(), Value.constant(node.output().name(), Tensor.of(type, codes)));
            }
            emitThreshold(node, thresholds);
        }

        private void emitThreshold(Node node, float[] thresholds) {
            if (node.outputs().size() == 2) {
                var output = node.outputs().get(1);
                rewriting.replace(output, Value.constant(output.name(), Tensor.of(output.type(), thresholds)));
            }
        }

        private void dequantize(Node node, FakeDequantize d) {
            var x = rewriting.now(node.input(0));
            var quantized = integers.get(x.name());
            var scale = constant(node, 1, "scale");
            var second = node.inputs().size() == 3 ? constant(node, 2, "second scale")[0] : 1f;
            if (quantized != null) {
                requireOneStep(node, quantized, (float) ((double) scale[0] * second / d.divisor()));
                rewriting.emit(
                        new Node(node.name(), new Dequantize(), List.of(quantized.codes()), List.of(node.output())));
            } else if (x.isConstant()) {
                var steps = new double[d.axis() < 0 ? 1 : scale.length];
                for (int c = 0; c < steps.length; c++) {
                    steps[c] = (double) scale[c] * second / d.divisor();
                }
                rewriting.replace(
                        node.output(),
                        weights.of(node, x.name(), numbers(x), x.type().shape(), d.axis(), steps));
            } else {
                throw new UnsupportedOperatorException(node.label() + ": " + x.name()
                        + " is neither quantized nor a product of quantized tensors; int8 cannot express that"
                        + " (use precision FLOAT)");
            }
        }

        private static void requireOneStep(Node node, Integers quantized, float step) {
            float made = quantized.threshold() / Steps.RANGE;
            if (step != made) {
                throw new UnsupportedOperatorException(node.label() + ": dequantizes with step " + step + " what "
                        + "was quantized with step " + made + "; int8 needs one step (use precision FLOAT)");
            }
        }

        private void compute(Node node) {
            var dequantize = dequantizer(node);
            if (dequantize.isPresent()) {
                product(node, dequantize.get());
                return;
            }
            for (var input : node.inputs()) {
                if (integers.containsKey(input.name())) {
                    throw new UnsupportedOperatorException(node.label() + ": reads the integers " + input.name()
                            + ", and no dequantizer follows; int8 cannot express that (use precision FLOAT)");
                }
            }
            rewriting.keep(node);
        }

        /** The dequantizer behind a product with constant weights, if nobody else sees the product. */
        private Optional<Node> dequantizer(Node node) {
            if (!ProductScales.isProduct(node) || node.inputs().size() != 2 || graph.isOutput(node.output())) {
                return Optional.empty();
            }
            var readers = graph.consumers(node.output());
            return Optional.of(readers)
                    .filter(r -> r.size() == 1 && rewriting.now(node.input(1)).isConstant())
                    .map(List::getFirst)
                    .filter(r -> r.operator() instanceof FakeDequantize);
        }

        private void product(Node node, Node dequantize) {
            var weight = rewriting.now(node.input(1));
            var quantized = Optional.ofNullable(integers.get(node.input(0).name()));
            var steps = ProductScales.weightSteps(
                    (FakeDequantize) dequantize.operator(),
                    constant(dequantize, 1, "scale"),
                    dequantize.inputs().size() == 3
                            ? Optional.of(constant(dequantize, 2, "second scale")[0])
                            : Optional.empty(),
                    quantized.map(Integers::threshold));
            var w = weights.of(
                    dequantize,
                    weight.name(),
                    numbers(weight),
                    weight.type().shape(),
                    ProductScales.weightAxis(node, dequantize),
                    steps);
            var x = quantized.isPresent() ? real(node.input(0), quantized.get()) : rewriting.now(node.input(0));
            var result = dequantize.output();
            var range = result.range() != null ? result.range() : node.output().range();
            var real = result.withRange(range);
            rewriting.emit(new Node(node.name(), node.operator(), List.of(x, w), List.of(real)));
            rewriting.replace(result, real);
            absorbed.add(dequantize);
        }

        /** The real numbers of integers that a product reads, under the name of the integers. */
        private Value real(Value source, Integers quantized) {
            return real.computeIfAbsent(source.name(), name -> {
                var output =
                        Value.variable(name, TensorType.float32(source.type().shape()));
                var node = new Node(
                        rewriting.freshNode(name), new Dequantize(), List.of(quantized.codes()), List.of(output));
                return rewriting.emit(node).output();
            });
        }

        private float[] constant(Node node, int input, String what) {
            var tensor = input < node.inputs().size()
                    ? rewriting.now(node.input(input)).constant()
                    : null;
            if (tensor == null) {
                throw new UnsupportedOperatorException(node.label() + ": the " + what
                        + " depends on the data; int8 needs a constant (use precision FLOAT)");
            }
            return tensor.toFloats();
        }

        /** The elements of a constant, not to be written. */
        private static float[] numbers(Value constant) {
            var tensor = Codes.tensor(constant);
            if (tensor.type().dataType() != DataType.INT8) {
                return tensor.type().isFloat() && tensor.isWholeArray() ? tensor.floats() : tensor.toFloats();
            }
            var codes = tensor.toBytes();
            var numbers = new float[codes.length];
            for (int i = 0; i < codes.length; i++) {
                numbers[i] = codes[i];
            }
            return numbers;
        }
    }
}
