package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Rows of a float depthwise convolution, for one plane of channels. {@code WEIGHTS} points at the biases, perhaps at
 * factors and addends, then for each tap at the weights. Fused multiply-add, taps in order, the bias first. {@code COUNT}
 * counts groups of {@code lines} rows.
 *
 * <p>Where there are registers for the weights of all taps, a tile is some pixels of each of the lines, and each input is
 * loaded once for all products that it takes part in. Else a tile is some pixels of one line, and for each tap the weight
 * is loaded once.
 *
 * @param channels of a plane
 * @param width pixels of an output row
 * @param taps bytes from an output's first tap to each of its taps
 * @param pixel bytes from an output's first tap to that of its right neighbour
 * @param row bytes from an output's first tap to that of the one below
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param lines output rows that are computed together: 1 unless {@link #takesPairs}
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
        int lines,
        boolean scaled,
        RealFunction function)
        implements SampledKernel {
    /** Weights of more taps leave too few registers. */
    private static final int FEW_TAPS = 9;

    /** The widths of most networks' pictures are multiples of it. */
    private static final int PIXELS = 7;

    public RealDepthwiseKernel {
        taps = List.copyOf(taps);
    }

    /** Whether two output rows may be computed together. */
    public static boolean takesPairs(int taps) {
        return taps <= FEW_TAPS;
    }

    @Override
    public List<Place> places(Trial call, int width) {
        return taps.stream()
                .flatMap(tap -> tried().map(c -> lastInput() + tap + 4 * c))
                .distinct()
                .map(offset -> Place.in(offset, 4, Content.FLOATS))
                .toList();
    }

    /** The first tap of the last output. */
    private int lastInput() {
        return (lines - 1) * row + (width - 1) * pixel;
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
        int first = lastInput() + channel;
        float sum = trial.weightFloat(channel);
        for (int tap = 0; tap < taps.size(); tap++) {
            float weight = trial.weightFloat(4 * channels * (constants() + tap) + channel);
            sum = Math.fma(weight, trial.inFloat(first + taps.get(tap)), sum);
        }
        if (scaled) {
            sum = sum * trial.weightFloat(4 * channels + channel) + trial.weightFloat(8 * channels + channel);
        }
        trial.requireFloat((lines - 1) * outRow + (width - 1) * outPixel + channel, function.apply(sum));
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        if (taps.size() <= FEW_TAPS) {
            emitWithWeightsHeld(m, constants);
        } else {
            emitTapByTap(m, constants);
        }
    }

    private void emitWithWeightsHeld(Machine m, ConstantPool constants) {
        int free = m.vectors() - taps.size() - (m.loadsEarly() ? 2 : 1);
        var tiles = Tiles.of(width, Math.min(PIXELS, free / lines));
        m.loop(Reg.COUNT, () -> {
            m.move(Reg.T1, Reg.IN);
            m.move(Reg.T2, Reg.OUT);
            m.loop(Reg.T0, tiles.wide(), () -> tile(m, constants, tiles.width()));
            m.loop(Reg.T0, tiles.narrow(), () -> tile(m, constants, tiles.width() - 1));
            m.add(Reg.IN, lines * row);
            m.add(Reg.OUT, lines * outRow);
        });
    }

    /** A tile of all channels, vector by vector. */
    private void tile(Machine m, ConstantPool constants, int pixels) {
        m.move(Reg.T3, Reg.WEIGHTS);
        m.loop(Reg.T4, 4 * channels / m.width(), () -> {
            for (int tap = 0; tap < taps.size(); tap++) {
                m.load(tap, at(Reg.T3, 4 * channels * (constants() + tap)));
            }
            int sums = taps.size();
            m.load(sums, at(Reg.T3, 0));
            for (int q = 1; q < lines * pixels; q++) {
                m.move(sums + q, sums);
            }
            products(m, pixels);
            for (int q = 0; q < lines * pixels; q++) {
                finish(m, constants, sums + q, Reg.T3, 0, 0);
                m.store(at(Reg.T2, q / pixels * outRow + q % pixels * outPixel), sums + q);
            }
            m.add(Reg.T1, m.width());
            m.add(Reg.T2, m.width());
            m.add(Reg.T3, m.width());
        });
        m.add(Reg.T1, pixels * pixel - 4 * channels);
        m.add(Reg.T2, pixels * outPixel - 4 * channels);
    }

    /** A product: which sum of a tile it is added to, and which tap's weight is its factor. */
    private record Product(int sum, int tap) {}

    /** Input after input, from above, from the left: that is the order of taps for each sum. */
    private void products(Machine m, int pixels) {
        var inputs = new TreeMap<Integer, List<Product>>();
        for (int q = 0; q < lines * pixels; q++) {
            for (int tap = 0; tap < taps.size(); tap++) {
                int offset = q / pixels * row + q % pixels * pixel + taps.get(tap);
                inputs.computeIfAbsent(offset, o -> new ArrayList<>()).add(new Product(q, tap));
            }
        }
        int sums = taps.size();
        int first = sums + lines * pixels;
        int turns = m.loadsEarly() ? 2 : 1;
        var loads = List.copyOf(inputs.entrySet());
        int loaded = 0;
        for (int i = 0; i < loads.size(); i++) {
            for (; loaded < Math.min(i + turns, loads.size()); loaded++) {
                m.load(first + loaded % turns, at(Reg.T1, loads.get(loaded).getKey()));
            }
            for (var product : loads.get(i).getValue()) {
                m.fma(sums + product.sum(), product.tap(), first + i % turns);
            }
        }
    }

    /** The end of a sum; overwrites registers {@code t} and {@code t + 1}. */
    private void finish(Machine m, ConstantPool constants, int sum, Reg weights, int vector, int t) {
        if (scaled) {
            m.mul(sum, sum, at(weights, 4 * channels + vector));
            m.addFloat(sum, sum, at(weights, 8 * channels + vector));
        }
        function.emit(m, constants, sum, t);
    }

    private void emitTapByTap(Machine m, ConstantPool constants) {
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
            finish(m, constants, q, Reg.WEIGHTS, (first + q % group) * m.width(), weight);
            m.store(at(Reg.T2, q / group * outPixel + (first + q % group) * m.width()), q);
        }
        m.add(Reg.T1, pixels * pixel);
        m.add(Reg.T2, pixels * outPixel);
    }
}
