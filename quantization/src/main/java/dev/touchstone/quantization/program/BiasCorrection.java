package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Op;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes back what rounding the weights does to the mean of each output channel (Nagel et al. 2019): the bias behind a
 * convolution or product grows by {@code sum of (w - restored(w)) * mean(x)} over the weights of the channel, where
 * {@code mean(x)} is the mean that calibration saw in the input channel that the weight multiplies. Padding is taken for
 * values of that mean.
 */
public final class BiasCorrection {
    private final ProgramEdit program;
    private final boolean perChannel;
    private final Map<String, double[]> means;

    private BiasCorrection(ProgramEdit program, boolean perChannel, Map<String, double[]> means) {
        this.program = program;
        this.perChannel = perChannel;
        this.means = means;
    }

    /**
     * Corrects the biases of a program whose weights are not quantized yet.
     *
     * @param perChannel how the weights will be quantized
     * @param means by name of an activation: of each channel for convolutions, of each column for products
     * @return how many were corrected
     */
    public static int correct(ProgramEdit program, boolean perChannel, Map<String, double[]> means) {
        return new BiasCorrection(program, perChannel, means).run();
    }

    private int run() {
        int corrected = 0;
        var selection = new Selection(program, false);
        for (var op : List.copyOf(program.ops())) {
            var product = selection.product(op);
            if (product.isPresent()
                    && !op.type().contains("transpose")
                    && !op.type().startsWith("matmul")
                    && correct(product.get())) {
                corrected++;
            }
        }
        return corrected;
    }

    private boolean correct(WeightedOp product) {
        var mean = means.get(product.input());
        var bias = bias(product);
        if (mean == null || bias.isEmpty()) {
            return false;
        }
        var weights = Objects.requireNonNull(program.parameter(product.weight()));
        var old = Objects.requireNonNull(program.parameter(bias.get()));
        float[] values = old.toFloats();
        double[] errors = errors(product, weights, mean, values.length);
        if (errors.length != values.length) {
            return false;
        }
        for (int c = 0; c < values.length; c++) {
            values[c] = (float) (values[c] + errors[c]);
        }
        program.store(bias.get(), Tensor.of(old.type(), values));
        return true;
    }

    /** What is added right behind, if it is a bias that nobody else reads. */
    private Optional<String> bias(WeightedOp product) {
        var readers = program.ops().stream()
                .filter(op -> op.inputs().values().stream().anyMatch(l -> l.contains(product.output())))
                .toList();
        return readers.size() == 1
                ? Optional.of(readers.getFirst()).filter(this::addsBias).map(op -> Ops.input(op, "Y"))
                : Optional.empty();
    }

    private boolean addsBias(Op op) {
        return op.type().equals("elementwise_add")
                && program.floats(Ops.input(op, "Y")) != null
                && program.readers(Ops.input(op, "Y")) == 1;
    }

    /** Empty if the shapes are not those of a convolution or product. */
    private double[] errors(WeightedOp product, Tensor weights, double[] mean, int outputs) {
        float[] restored = WeightQuantization.of(weights, perChannel ? product.channelAxis() : -1)
                .restored();
        float[] exact = weights.toFloats();
        double[] errors = new double[outputs];
        var shape = weights.shape();
        if (product.isConvolution()) {
            int groups = (int) Ops.integer(product.op(), "groups", 1);
            int area = shape.product(2, shape.rank());
            int inGroup = shape.extent(1);
            if (shape.extent(0) != outputs || mean.length != inGroup * groups) {
                return new double[0];
            }
            for (int i = 0; i < exact.length; i++) {
                int output = i / (inGroup * area);
                int input = output / (outputs / groups) * inGroup + i / area % inGroup;
                errors[output] += (exact[i] - restored[i]) * mean[input];
            }
        } else {
            if (shape.rank() != 2 || shape.extent(1) != outputs || mean.length != shape.extent(0)) {
                return new double[0];
            }
            for (int i = 0; i < exact.length; i++) {
                errors[i % outputs] += (exact[i] - restored[i]) * mean[i / outputs];
            }
        }
        return errors;
    }
}
