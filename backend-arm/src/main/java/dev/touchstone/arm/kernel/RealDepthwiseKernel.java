package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of a float depthwise convolution, for one plane of channels. {@code WEIGHTS} points at the biases, perhaps at
 * factors and addends, then for each tap at the weights. Fused multiply-add, taps in order, the bias first.
 *
 * @param channels of a plane
 * @param width pixels of an output row
 * @param taps bytes from an output's first tap to each of its taps
 * @param pixel bytes from an output's first tap to that of its right neighbour
 * @param row bytes from an output's first tap to that of the one below
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param scaled whether sums are multiplied by a factor and an addend is added, each rounded
 */
public record RealDepthwiseKernel(
        int channels,
        int width,
        List<Integer> taps,
        int pixel,
        int row,
        int outPixel,
        int outRow,
        boolean scaled,
        RealFunction function)
        implements SampledKernel {
    public RealDepthwiseKernel {
        taps = List.copyOf(taps);
    }

    @Override
    public List<Place> places(Trial call, int width) {
        return taps.stream()
                .flatMap(tap -> tried().map(c -> (this.width - 1) * pixel + tap + 4 * c))
                .map(offset -> Place.in(offset, 4, Content.FLOATS))
                .toList();
    }

    /** The first, because those that fill up a plane have weights of zero, and the last. */
    private Stream<Integer> tried() {
        return Stream.of(0, channels - 1);
    }

    @Override
    public void verify(Trial trial, int width) {
        tried().forEach(c -> verifyChannel(trial, c));
    }

    private void verifyChannel(Trial trial, int number) {
        int channel = 4 * number;
        int first = (this.width - 1) * pixel + channel;
        float sum = trial.weightFloat(channel);
        for (int tap = 0; tap < taps.size(); tap++) {
            float weight = trial.weightFloat(4 * channels * (constants() + tap) + channel);
            sum = Math.fma(weight, trial.inFloat(first + taps.get(tap)), sum);
        }
        if (scaled) {
            sum = sum * trial.weightFloat(4 * channels + channel) + trial.weightFloat(8 * channels + channel);
        }
        trial.requireFloat((this.width - 1) * outPixel + channel, function.apply(sum));
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        int vectors = 4 * channels / m.width();
        int group = Math.min(vectors, m.vectors() > 16 ? 4 : 2);
        var tiles = Tiles.of(width, (m.vectors() - 4) / (2 * group));
        m.loop(Reg.COUNT, () -> {
            for (int first = 0; first < vectors; first += group) {
                int from = first;
                m.move(Reg.T1, Reg.IN);
                m.move(Reg.T2, Reg.OUT);
                m.loop(Reg.T0, tiles.wide(), () -> tile(m, constants, tiles.width(), from, group));
                m.loop(Reg.T0, tiles.narrow(), () -> tile(m, constants, tiles.width() - 1, from, group));
            }
            m.add(Reg.IN, row);
            m.add(Reg.OUT, outRow);
        });
    }

    /** Dwords of constants for each channel. */
    private int constants() {
        return scaled ? 3 : 1;
    }

    private void tile(Machine m, ConstantPool constants, int pixels, int first, int group) {
        int weight = pixels * group;
        for (int j = 0; j < group; j++) {
            m.load(j, at(Reg.WEIGHTS, (first + j) * m.width()));
        }
        for (int q = group; q < weight; q++) {
            m.move(q, q % group);
        }
        for (int tap = 0; tap < taps.size(); tap++) {
            for (int j = 0; j < group; j++) {
                int offset = 4 * channels * (constants() + tap) + (first + j) * m.width();
                m.load(weight, at(Reg.WEIGHTS, offset));
                for (int p = 0; p < pixels; p++) {
                    m.fma(p * group + j, weight, at(Reg.T1, taps.get(tap) + p * pixel + (first + j) * m.width()));
                }
            }
        }
        for (int q = 0; q < weight; q++) {
            if (scaled) {
                int vector = (first + q % group) * m.width();
                m.mul(q, q, at(Reg.WEIGHTS, 4 * channels + vector));
                m.addFloat(q, q, at(Reg.WEIGHTS, 8 * channels + vector));
            }
            function.emit(m, constants, q, weight);
            m.store(at(Reg.T2, q / group * outPixel + (first + q % group) * m.width()), q);
        }
        m.add(Reg.T1, pixels * pixel);
        m.add(Reg.T2, pixels * outPixel);
    }
}
