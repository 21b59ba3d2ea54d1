package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Inserts the operators that PaddleSlim's {@code quant_post_static} leaves behind.
 *
 * <p>Q1 In front of a convolution or product stands {@code fake_quantize_moving_average_abs_max} (or
 * {@code fake_quantize_range_abs_max}) from {@code X} to {@code X.quantized}, its threshold in the parameter
 * {@code X.scale}, once for each X.
 * <br>Q2 Its weights are integers under their old name (see {@link WeightQuantization}).
 * <br>Q3 Behind it stands {@code fake_dequantize_max_abs} with {@code max_range = 127 * 127 / threshold}, or for weights
 * with a threshold for each channel {@code fake_channel_wise_dequantize_max_abs} with {@code Scales} = the thresholds and
 * {@code X.scale}, to {@code OUT.dequantized}, which all later operators read.
 * <br>Q4 In front of any other operator that the scheme quantizes stands
 * {@code fake_quantize_dequantize_moving_average_abs_max} to {@code X.quant_dequant} for each input X, threshold
 * {@code X.quant_dequant.scale}, once for each X.
 * <br>Q5 Operators record the thresholds of their results as {@code out_threshold} and {@code Out0_threshold}, and how
 * they were found as {@code quantization_type}.
 *
 * <p>A tensor that was 0 throughout calibration has no threshold; operators that read it stay float.
 */
public final class QuantizationOperators {
    private static final long BITS = 8;
    private static final double LEVELS = 127;

    private final ProgramEdit program;
    private final Scheme scheme;
    private final Map<String, Float> thresholds;
    private final Selection selection;
    private final List<Op> ops = new ArrayList<>();
    private final Map<String, String> dequantized = new HashMap<>();
    private final Map<String, String> quantizers = new HashMap<>();
    private final Map<String, WeightQuantization> weights = new TreeMap<>();
    private final List<WeightedOp> products = new ArrayList<>();
    private final List<LeftFloat> leftFloat = new ArrayList<>();

    private QuantizationOperators(ProgramEdit program, Scheme scheme, Map<String, Float> thresholds) {
        this.program = program;
        this.scheme = scheme;
        this.thresholds = thresholds;
        this.selection = new Selection(program, scheme.everything());
    }

    /**
     * Quantizes a program.
     *
     * @param program is rewritten, and of no use afterwards
     * @param thresholds by tensor: those that {@link Selection#tensors} names; each greater than 0
     */
    public static QuantizedProgram insert(ProgramEdit program, Scheme scheme, Map<String, Float> thresholds) {
        return new QuantizationOperators(program, scheme, thresholds).run();
    }

    private QuantizedProgram run() {
        for (var op : program.ops()) {
            var product = selection.product(op);
            if (product.isPresent() && thresholds.containsKey(product.get().input())) {
                product(product.get());
            } else if (selection.quantizesInputs(op)
                    && OperatorRoles.dataInputs(op).stream().allMatch(thresholds::containsKey)) {
                withoutWeights(op);
            } else {
                note(op);
                ops.add(recording(Ops.renamedInputs(op, dequantized), op, false));
            }
        }
        program.setOps(ops);
        weights.forEach((name, w) -> program.store(name, w.values()));
        return new QuantizedProgram(program.build(), weights, products, leftFloat, dequantized);
    }

    private void note(Op op) {
        boolean silent = selection.product(op).isPresent() || selection.quantizesInputs(op);
        var reason = selection.refusal(op);
        if (silent) {
            leftFloat.add(new LeftFloat(op.type(), firstResult(op), "an input was 0 throughout calibration"));
        } else {
            reason.ifPresent(r -> leftFloat.add(new LeftFloat(op.type(), firstResult(op), r)));
        }
    }

    private static String firstResult(Op op) {
        return OperatorRoles.results(op).values().stream()
                .map(List::getFirst)
                .findFirst()
                .orElseGet(() -> op.outputs().values().stream()
                        .flatMap(List::stream)
                        .findFirst()
                        .orElse(""));
    }

    private void product(WeightedOp product) {
        products.add(product);
        var input = quantized(product.input());
        var weight = weights.computeIfAbsent(
                product.weight(),
                name -> WeightQuantization.of(
                        Objects.requireNonNull(program.parameter(name)),
                        scheme.perChannel() ? product.channelAxis() : -1));
        var op = Ops.withInput(product.op(), product.inputSlot(), input);
        ops.add(recording(op, product.op(), true));
        var out = product.output();
        var real = program.declareLike(out + ".dequantized", out);
        ops.add(weight.axis() < 0 ? dequantize(product, weight, real) : dequantizeChannels(product, weight, real));
        dequantized.put(out, real);
    }

    private Op dequantize(WeightedOp product, WeightQuantization weight, String real) {
        var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("max_range", new Attribute.Real((float) (LEVELS * LEVELS / weight.largestThreshold())));
        return Ops.of(
                "fake_dequantize_max_abs",
                Map.of("X", List.of(product.output()), "Scale", List.of(scale(product.input()))),
                Map.of("Out", List.of(real)),
                attributes);
    }

    private Op dequantizeChannels(WeightedOp product, WeightQuantization weight, String real) {
        var channelScale = program.store("channel_scale_" + products.size(), weight.thresholdTensor());
        var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("quant_bits", new Attribute.Ints(List.of(BITS, BITS)));
        attributes.put("quant_axis", new Attribute.Int(weight.axis()));
        if (columns(product) != 1) {
            attributes.put("x_num_col_dims", new Attribute.Int(columns(product)));
        }
        return Ops.of(
                "fake_channel_wise_dequantize_max_abs",
                Map.of("X", List.of(product.output()), "Scales", List.of(channelScale, scale(product.input()))),
                Map.of("Out", List.of(real)),
                attributes);
    }

    /** Where the output channels lie in the result. */
    private long columns(WeightedOp product) {
        if (product.op().type().equals("mul")) {
            return Ops.integer(product.op(), "x_num_col_dims", 1);
        }
        var result = program.variable(product.output());
        return product.isConvolution() || result == null
                ? 1
                : Math.max(1, result.dims().size() - 1L);
    }

    private static String scale(String activation) {
        return activation + ".scale";
    }

    /** Rule Q1. */
    private String quantized(String activation) {
        return quantizers.computeIfAbsent(activation + ".quantized", name -> {
            quantizer(
                    "fake_quantize_" + scheme.activations().name().toLowerCase(Locale.ROOT),
                    activation,
                    name,
                    scale(activation));
            return name;
        });
    }

    /** Rule Q4. */
    private String quantDequantized(String activation) {
        return quantizers.computeIfAbsent(activation + ".quant_dequant", name -> {
            quantizer("fake_quantize_dequantize_moving_average_abs_max", activation, name, name + ".scale");
            return name;
        });
    }

    private void quantizer(String type, String activation, String name, String scale) {
        program.declareLike(name, activation);
        program.store(scale, Tensor.of(new float[] {thresholds.get(activation)}, 1));
        var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("bit_length", new Attribute.Int(BITS));
        attributes.put("is_test", new Attribute.Flag(true));
        if (type.contains("moving_average")) {
            attributes.put("moving_rate", new Attribute.Real(0.9f));
        }
        ops.add(Ops.of(
                type,
                Map.of(
                        "X", List.of(dequantized.getOrDefault(activation, activation)),
                        "InScale", List.of(scale)),
                Map.of("Out", List.of(name), "OutScale", List.of(scale)),
                attributes));
    }

    private void withoutWeights(Op op) {
        var names = new HashMap<>(dequantized);
        OperatorRoles.dataInputs(op).forEach(input -> names.put(input, quantDequantized(input)));
        ops.add(recording(
                Ops.withAttributes(Ops.renamedInputs(op, names), Map.of("activation_bits", new Attribute.Int(BITS))),
                op,
                true));
    }

    /** Rule Q5. */
    private Op recording(Op op, Op original, boolean quantized) {
        var attributes = new LinkedHashMap<String, Attribute>();
        if (selection.records(original)) {
            OperatorRoles.results(original).forEach((slot, names) -> {
                for (int i = 0; i < names.size(); i++) {
                    var threshold = thresholds.get(names.get(i));
                    if (threshold != null) {
                        attributes.put(slot + i + "_threshold", new Attribute.Real(threshold));
                        attributes.putIfAbsent("out_threshold", new Attribute.Real(threshold));
                    }
                }
                if (names.size() > 1) {
                    // One number cannot speak for several results.
                    attributes.remove("out_threshold");
                }
            });
        }
        if (quantized) {
            attributes.put(
                    "quantization_type",
                    new Attribute.Text("post_" + scheme.algorithm().toLowerCase(Locale.ROOT)));
        }
        return attributes.isEmpty() ? op : Ops.withAttributes(op, attributes);
    }
}
