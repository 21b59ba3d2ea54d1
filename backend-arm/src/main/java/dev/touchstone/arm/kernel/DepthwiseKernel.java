package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Rows of an int8 depthwise convolution, for one vector of channels: any kernel, stride and dilation.
 *
 * <p>Four taps at a time: the bytes of four input pixels are interleaved, so that a dword holds four taps of a channel,
 * and a dot product adds them. {@code WEIGHTS} points at start values, multipliers, and for each four taps the weights.
 *
 * @param channels bytes of a vector
 * @param width pixels of an output row
 * @param activations form of the input
 * @param taps bytes from an output's first tap to each of its taps
 * @param pixel bytes from an output's first tap to that of its right neighbour
 * @param row bytes from an output's first tap to that of the one below
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 */
public record DepthwiseKernel(
        int channels,
        int width,
        ByteForm activations,
        List<Integer> taps,
        int pixel,
        int row,
        int outPixel,
        int outRow,
        Rounding ending)
        implements ProductKernel {
    /** Start values, multipliers and weights stay in registers from this one on, where there are enough. */
    private static final int HELD = 12;

    public DepthwiseKernel {
        taps = List.copyOf(taps);
    }

    @Override
    public int vectors() {
        return 4;
    }

    @Override
    public int vectorBytes(int width) {
        return channels;
    }

    @Override
    public Terms terms(int vector, int element, int width, int copies, FactorOrder order) {
        var inputs = new int[taps.size()];
        var weights = new int[taps.size()];
        int channel = ChannelOrder.channel(4, channels / 4, vector, element);
        for (int tap = 0; tap < inputs.length; tap++) {
            inputs[tap] = taps.get(tap) + channel;
            int place = 8 + (tap / 4 * 4 + vector) * copies + copies - 1;
            weights[tap] = place * channels + order.place(element, tap % 4);
        }
        int lane = vector * channels + 4 * element;
        return new Terms(inputs, weights, lane, 4 * channels + lane, channel);
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(channels);
        var dot = m.dotProduct(activations);
        dot.begin();
        int groups = (taps.size() + 3) / 4;
        boolean holds = dot.takesRegisters() && HELD + 4 * (2 + groups) <= m.vectors() - dot.temporaries();
        if (holds) {
            for (int j = 0; j < 4 * (2 + groups); j++) {
                m.load(HELD + j, at(Reg.WEIGHTS, j * channels));
            }
        }
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, width, () -> {
                output(m, constants, dot, holds);
                m.add(Reg.IN, pixel);
                m.add(Reg.OUT, outPixel);
            });
            m.add(Reg.IN, row - width * pixel);
            m.add(Reg.OUT, outRow - width * outPixel);
        });
    }

    private void output(Machine m, ConstantPool constants, DotProduct dot, boolean holds) {
        int[] pixels = {4, 5, 6, 7};
        for (int j = 0; j < 4; j++) {
            if (holds) {
                m.move(j, HELD + j);
            } else {
                m.load(j, at(Reg.WEIGHTS, j * channels));
            }
        }
        int weights = 8 * channels;
        for (int first = 0; first < taps.size(); first += 4) {
            for (int i = 0; i < 4; i++) {
                // behind the last tap any pixel will do: its weight is 0
                m.load(pixels[i], at(Reg.IN, taps.get(Math.min(first + i, taps.size() - 1))));
            }
            dot.interleave(4, pixels, 8);
            for (int j = 0; j < 4; j++) {
                if (holds) {
                    dot.add(j, 4 + j, HELD + 8 + first + j);
                } else {
                    dot.add(j, 4 + j, at(Reg.WEIGHTS, weights));
                }
                weights += dot.weightVectors() * channels;
            }
        }
        // curves take temporaries behind the multipliers in registers, where the weights are
        boolean line = ending.curve() instanceof Rounding.Curve.Line;
        ending.requantize(
                m, constants, 0, 4, 4 * channels, holds && line ? HELD + 4 : 4, holds && line ? 4 : 0, at(Reg.OUT, 0));
    }
}
