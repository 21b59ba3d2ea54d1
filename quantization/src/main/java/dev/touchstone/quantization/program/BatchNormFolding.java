package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Folds batch normalisation into the convolution in front of it, as PaddleSlim's {@code optimize_model} does: with
 * {@code a = scale / sqrt(variance + epsilon)}, each output channel's weights times a, and behind the convolution an
 * {@code elementwise_add} along axis 1 with {@code bias - mean * a}. A bias that is already added in between is taken
 * into the sum. Computed in double, rounded once.
 */
public final class BatchNormFolding {
    private final ProgramEdit program;
    private final Map<String, Op> producers = new HashMap<>();
    private final Set<Op> dropped = new HashSet<>();
    private final Map<Op, Op> replaced = new HashMap<>();
    private int folded;

    private BatchNormFolding(ProgramEdit program) {
        this.program = program;
        for (var op : program.ops()) {
            op.outputs().values().forEach(names -> names.forEach(name -> producers.put(name, op)));
        }
    }

    /** Folds what can be folded and says how many were. */
    public static int fold(ProgramEdit program) {
        return new BatchNormFolding(program).run();
    }

    private int run() {
        for (var op : List.copyOf(program.ops())) {
            if (op.type().equals("batch_norm")) {
                fold(op);
            }
        }
        var ops = new ArrayList<Op>();
        for (var op : program.ops()) {
            if (!dropped.contains(op)) {
                ops.add(replaced.getOrDefault(op, op));
            }
        }
        program.setOps(ops);
        return folded;
    }

    /** A convolution, perhaps with a bias behind, whose result only a batch normalisation reads. */
    private record Target(WeightedOp convolution, Optional<Op> add) {}

    private Optional<Target> target(Op norm) {
        var input = Ops.input(norm, "X");
        var producer = producers.get(input);
        if (producer == null || program.readers(input) != 1) {
            return Optional.empty();
        }
        Optional<Op> add = Optional.empty();
        if (producer.type().equals("elementwise_add")
                && Ops.integer(producer, "axis", -1) == 1
                && program.floats(Ops.input(producer, "Y")) != null
                && program.readers(Ops.input(producer, "X")) == 1) {
            add = Optional.of(producer);
            producer = producers.get(Ops.input(producer, "X"));
        }
        var found = add;
        return Optional.ofNullable(producer)
                .flatMap(op -> WeightedOp.of(program, op))
                .filter(w -> w.isConvolution() && w.channelAxis() >= 0 && program.readers(w.weight()) == 1)
                .map(w -> new Target(w, found));
    }

    private void fold(Op norm) {
        var found = target(norm);
        var scale = program.floats(Ops.input(norm, "Scale"));
        var bias = program.floats(Ops.input(norm, "Bias"));
        var mean = program.floats(Ops.input(norm, "Mean"));
        var variance = program.floats(Ops.input(norm, "Variance"));
        if (found.isEmpty() || scale == null || bias == null || mean == null || variance == null) {
            return;
        }
        var target = found.get();
        var old = target.add().map(a -> program.floats(Ops.input(a, "Y"))).orElse(new float[scale.length]);
        if (old.length != scale.length) {
            return;
        }
        double epsilon = Ops.real(norm, "epsilon", 1e-5f);
        double[] factors = new double[scale.length];
        float[] sums = new float[scale.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = scale[c] / Math.sqrt(variance[c] + epsilon);
            sums[c] = (float) (bias[c] + (old[c] - mean[c]) * factors[c]);
            if (!Double.isFinite(factors[c])) {
                return;
            }
        }
        scaleWeights(target.convolution(), factors);
        replaceByAdd(norm, target, sums);
    }

    private void scaleWeights(WeightedOp convolution, double[] factors) {
        var weight = convolution.weight();
        var tensor = Objects.requireNonNull(program.parameter(weight));
        var channels = new Channels(tensor.shape(), convolution.channelAxis());
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factors[channels.of(i)]);
        }
        program.store(weight, Tensor.of(tensor.type(), values));
    }

    private void replaceByAdd(Op norm, Target target, float[] sums) {
        var bias = program.store("fuse_conv_bn/conv2d_eltwise_y_in/" + folded++, Tensor.of(sums, sums.length));
        var add = Ops.of(
                "elementwise_add",
                Map.of("X", List.of(target.convolution().output()), "Y", List.of(bias)),
                Map.of("Out", List.of(Ops.output(norm, "Y"))),
                Map.of("axis", new Attribute.Int(1)));
        target.add().ifPresent(dropped::add);
        replaced.put(norm, add);
    }
}
