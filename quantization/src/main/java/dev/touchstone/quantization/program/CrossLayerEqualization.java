package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Op;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the weights of neighbouring convolutions alike in range, so that one threshold for a whole layer costs less
 * (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias Correction"). Between two convolutions
 * with at most a bias and a relu in between, channel c may be divided by any {@code s[c] > 0} in front and multiplied
 * behind, for {@code relu(x / s) = relu(x) / s}. With r1[c] and r2[c] the largest magnitudes of its weights in front and
 * behind, {@code s[c] = sqrt(r1[c] / r2[c])} makes both {@code sqrt(r1[c] * r2[c])}.
 *
 * <p>All pairs in turn, until no factor is further from 1 than 1 %, at most 40 times. The network computes the same as
 * before up to rounding.
 */
public final class CrossLayerEqualization {
    private static final int MOST_ROUNDS = 40;
    private static final double CLOSE = 0.01;

    /** Two convolutions, and what is added in between. */
    private record Pair(WeightedOp front, Optional<String> bias, WeightedOp behind) {}

    private final ProgramEdit program;

    private CrossLayerEqualization(ProgramEdit program) {
        this.program = program;
    }

    /** Equalizes what can be equalized and says how many pairs there were. */
    public static int equalize(ProgramEdit program) {
        var equalization = new CrossLayerEqualization(program);
        var pairs = equalization.pairs();
        boolean done = pairs.isEmpty();
        for (int round = 0; round < MOST_ROUNDS && !done; round++) {
            double furthest = 0;
            for (var pair : pairs) {
                furthest = Math.max(furthest, equalization.equalize(pair));
            }
            done = furthest < CLOSE;
        }
        return pairs.size();
    }

    private List<Pair> pairs() {
        var pairs = new ArrayList<Pair>();
        for (var op : program.ops()) {
            convolution(op).ifPresent(front -> pair(front).ifPresent(pairs::add));
        }
        return pairs;
    }

    /** A convolution whose weights nobody else reads. */
    private Optional<WeightedOp> convolution(Op op) {
        return op.type().contains("transpose")
                ? Optional.empty()
                : WeightedOp.of(program, op)
                        .filter(w -> w.isConvolution() && w.channelAxis() == 0 && program.readers(w.weight()) == 1);
    }

    private Optional<Pair> pair(WeightedOp front) {
        var next = onlyReader(front.output());
        Optional<String> bias = Optional.empty();
        if (next.isPresent() && next.get().type().equals("elementwise_add")) {
            var name = Ops.input(next.get(), "Y");
            if (Ops.integer(next.get(), "axis", -1) != 1
                    || program.floats(name) == null
                    || program.readers(name) != 1) {
                return Optional.empty();
            }
            bias = Optional.of(name);
            next = onlyReader(Ops.output(next.get(), "Out"));
        }
        if (next.isPresent() && next.get().type().equals("relu")) {
            next = onlyReader(Ops.output(next.get(), "Out"));
        }
        var added = bias;
        return next.flatMap(this::convolution).map(behind -> new Pair(front, added, behind));
    }

    private Optional<Op> onlyReader(String name) {
        var readers = program.ops().stream()
                .filter(op -> op.inputs().values().stream().anyMatch(l -> l.contains(name)))
                .toList();
        return readers.size() == 1 ? Optional.of(readers.getFirst()) : Optional.empty();
    }

    /** Equalizes once and says how far the furthest factor was from 1. */
    private double equalize(Pair pair) {
        var front = Objects.requireNonNull(program.parameter(pair.front().weight()));
        var behind = Objects.requireNonNull(program.parameter(pair.behind().weight()));
        int channels = front.shape().extent(0);
        var channelsInFront = new Channels(front.shape(), 0);
        var inputs = new InputChannels(behind, (int) Ops.integer(pair.behind().op(), "groups", 1));
        float[] first = front.toFloats();
        float[] second = behind.toFloats();
        double[] rangeInFront = new double[channels];
        double[] rangeBehind = new double[channels];
        for (int i = 0; i < first.length; i++) {
            int c = channelsInFront.of(i);
            rangeInFront[c] = Math.max(rangeInFront[c], Math.abs(first[i]));
        }
        for (int i = 0; i < second.length; i++) {
            int c = inputs.of(i);
            rangeBehind[c] = Math.max(rangeBehind[c], Math.abs(second[i]));
        }
        double furthest = 0;
        double[] factors = new double[channels];
        for (int c = 0; c < channels; c++) {
            boolean used = rangeInFront[c] > 0 && rangeBehind[c] > 0;
            factors[c] = used ? Math.sqrt(rangeInFront[c] / rangeBehind[c]) : 1;
            furthest = Math.max(furthest, Math.abs(factors[c] - 1));
        }
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) (first[i] / factors[channelsInFront.of(i)]);
        }
        for (int i = 0; i < second.length; i++) {
            second[i] = (float) (second[i] * factors[inputs.of(i)]);
        }
        program.store(pair.front().weight(), Tensor.of(front.type(), first));
        program.store(pair.behind().weight(), Tensor.of(behind.type(), second));
        pair.bias().ifPresent(name -> divide(name, factors));
        return furthest;
    }

    private void divide(String name, double[] factors) {
        var bias = Objects.requireNonNull(program.parameter(name));
        float[] values = bias.toFloats();
        for (int c = 0; c < values.length; c++) {
            values[c] = (float) (values[c] / factors[c]);
        }
        program.store(name, Tensor.of(bias.type(), values));
    }

    /** Which input channel an element of a filter [out, in / groups, height, width] belongs to. */
    private static final class InputChannels {
        private final int area;
        private final int inGroup;
        private final int outputsOfGroup;

        InputChannels(Tensor filter, int groups) {
            var shape = filter.shape();
            area = shape.product(2, shape.rank());
            inGroup = shape.extent(1);
            outputsOfGroup = shape.extent(0) / groups;
        }

        int of(int element) {
            int output = element / (inGroup * area);
            return output / outputsOfGroup * inGroup + element / area % inGroup;
        }
    }
}
