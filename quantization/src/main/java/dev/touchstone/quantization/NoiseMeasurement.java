package dev.touchstone.quantization;

import dev.touchstone.model.Endpoint;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.pass.Precision;
import dev.touchstone.quantization.program.ProductSlice;
import dev.touchstone.quantization.program.QuantizedProgram;
import dev.touchstone.quantization.program.WeightedOp;
import dev.touchstone.quantization.report.Noise;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the quantized model and each of its layers beside the float model, in float arithmetic with fake quantization, and
 * measures how far they are apart.
 */
final class NoiseMeasurement implements AutoCloseable {
    private final Session real;
    private final Session quantized;
    private final QuantizedProgram program;
    private final Map<String, Float> thresholds;
    private final SessionOptions options;
    private final Map<String, String> realNames = new HashMap<>();
    private final Map<String, Session> slices = new ConcurrentHashMap<>();

    NoiseMeasurement(Session real, QuantizedProgram program, Map<String, Float> thresholds, SessionOptions options) {
        this.real = real;
        this.program = program;
        this.thresholds = thresholds;
        this.options = options.withPrecision(Precision.FLOAT);
        this.quantized = Session.open(PaddlePrograms.model(program.program(), Optional.empty()), this.options);
        program.dequantized().forEach((integers, values) -> realNames.put(values, integers));
    }

    /**
     * Sums over all samples.
     *
     * @param own by tensor: of quantizing it alone
     * @param accumulated by tensor
     * @param layers by result: the layer's own error
     * @param outputs of the models, in order
     */
    record Measured(
            Map<String, Noise> own, Map<String, Noise> accumulated, Map<String, Noise> layers, List<Noise> outputs) {
        static final Measured NOTHING = new Measured(Map.of(), Map.of(), Map.of(), List.of());

        private Measured plus(Measured other) {
            var sums = new ArrayList<Noise>();
            for (int i = 0; i < other.outputs.size(); i++) {
                sums.add(other.outputs.get(i).plus(i < outputs.size() ? outputs.get(i) : Noise.NONE));
            }
            return new Measured(
                    sum(own, other.own), sum(accumulated, other.accumulated), sum(layers, other.layers), sums);
        }

        private static Map<String, Noise> sum(Map<String, Noise> a, Map<String, Noise> b) {
            var sum = new HashMap<>(a);
            b.forEach((name, noise) -> sum.merge(name, noise, Noise::plus));
            return sum;
        }
    }

    /** Measures with the first samples of the data. */
    Measured run(CalibrationData data, int samples, int threads) {
        var inputs = new ArrayList<List<Tensor>>();
        for (int b = 0; b < data.batches() && inputs.size() < samples; b++) {
            var batch = data.batch(b);
            for (int s = 0; s < batch.getFirst().shape().extent(0) && inputs.size() < samples; s++) {
                int index = s;
                inputs.add(batch.stream().map(t -> sample(t, index)).toList());
            }
        }
        if (inputs.isEmpty()) {
            return Measured.NOTHING;
        }
        var sum = Measured.NOTHING;
        for (var measured : Batches.run(inputs.size(), threads, i -> measure(inputs.get(i)), i -> {})) {
            sum = sum.plus(measured);
        }
        return sum;
    }

    /** One sample of a batch: a view. */
    private static Tensor sample(Tensor batch, int index) {
        var type = batch.type();
        var one = type.withShape(type.shape().with(0, 1));
        return Tensor.wrap(batch.segment().asSlice(index * one.bytes(), one.bytes()), one);
    }

    private Measured measure(List<Tensor> inputs) {
        var truth = new HashMap<String, float[]>();
        var types = new HashMap<String, TensorType>();
        var names = real.model().inputs().stream().map(Endpoint::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (inputs.get(i).type().isFloat()) {
                truth.put(names.get(i), inputs.get(i).toFloats());
                types.put(names.get(i), inputs.get(i).type());
            }
        }
        var trueOutputs = real.run(inputs, RunOptions.defaults().withObserver((node, value, tensor) -> {
            if (thresholds.containsKey(value.name())) {
                truth.put(value.name(), tensor.toFloats());
                types.put(value.name(), tensor.type());
            }
        }));
        var own = new HashMap<String, Noise>();
        truth.forEach((name, values) -> {
            var threshold = thresholds.get(name);
            if (threshold != null) {
                own.put(name, Noise.ofQuantizing(values, threshold));
            }
        });
        var accumulated = new HashMap<String, Noise>();
        var outputs = quantized.run(inputs, RunOptions.defaults().withObserver((node, value, tensor) -> {
            var name = realNames.getOrDefault(value.name(), value.name());
            var values = truth.get(name);
            // The integers that a product gives have the name of the real tensor.
            boolean integers =
                    name.equals(value.name()) && program.dequantized().containsKey(name);
            if (values != null && !integers) {
                accumulated.put(name, Noise.between(values, tensor.toFloats()));
            }
        }));
        var noises = new ArrayList<Noise>();
        for (int i = 0; i < trueOutputs.asList().size(); i++) {
            noises.add(
                    trueOutputs.get(i).type().isFloat()
                            ? Noise.between(
                                    trueOutputs.get(i).toFloats(),
                                    outputs.get(i).toFloats())
                            : Noise.NONE);
        }
        return new Measured(own, accumulated, layers(truth, types), noises);
    }

    private Map<String, Noise> layers(Map<String, float[]> truth, Map<String, TensorType> types) {
        var noises = new HashMap<String, Noise>();
        for (var product : program.products()) {
            var input = truth.get(product.input());
            var output = truth.get(product.output());
            var type = types.get(product.input());
            if (input != null && output != null && type != null) {
                var result = slice(product, type.rank()).run(Tensor.of(type, input));
                noises.put(
                        product.output(), Noise.between(output, result.first().toFloats()));
            }
        }
        return noises;
    }

    private Session slice(WeightedOp product, int rank) {
        return slices.computeIfAbsent(
                product.output(),
                name -> Session.open(
                        PaddlePrograms.model(ProductSlice.of(program, product, rank), Optional.empty()), options));
    }

    @Override
    public void close() {
        slices.values().forEach(Session::close);
        quantized.close();
    }
}
