package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/**
 * Rows of an int8 depthwise convolution with three kernel columns, stride 1 and no dilation, for one vector of channels.
 *
 * <p>Two neighbouring outputs share the four input pixels of a kernel row, interleaved once: the left one's weights are
 * (w0 w1 w2 0), the right one's (0 w0 w1 w2). Two rows of outputs share input rows too, where registers suffice.
 * {@code WEIGHTS} points at start values, multipliers, and for each kernel row the left and the right weights.
 *
 * @param channels bytes of a vector
 * @param width pixels of an output row
 * @param activations form of the input
 * @param rows kernel rows
 * @param pixel bytes from an input pixel to its right neighbour
 * @param row bytes from an input row to the next
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param pairs whether {@code COUNT} counts pairs of rows, else rows
 */
public record DepthwisePairKernel(
        int channels,
        int width,
        ByteForm activations,
        int rows,
        int pixel,
        int row,
        int outPixel,
        int outRow,
        boolean pairs,
        Rounding ending)
        implements ProductKernel {
    /** Whether a machine has registers for pairs of rows. */
    public static boolean takesPairs(Machine m) {
        return m.vectors() > 16;
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
        var inputs = new int[3 * rows];
        var weights = new int[3 * rows];
        int channel = ChannelOrder.channel(4, channels / 4, vector, element);
        for (int tap = 0; tap < inputs.length; tap++) {
            inputs[tap] = tap / 3 * row + tap % 3 * pixel + channel;
            int place = 8 + (tap / 3 * 8 + vector) * copies + copies - 1;
            weights[tap] = place * channels + order.place(element, tap % 3);
        }
        int lane = vector * channels + 4 * element;
        return new Terms(inputs, weights, lane, 4 * channels + lane, channel);
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(channels);
        var dot = m.dotProduct(activations);
        int lines = pairs ? 2 : 1;
        int columns = m.vectors() > 16 ? 2 : 1;
        dot.begin();
        // loads bound this kernel: registers that are left hold the first weights
        int last = m.vectors() - dot.temporaries();
        int weights = dot.takesRegisters() && dot.weightVectors() == 1
                ? Math.min(8 * rows, Math.max(0, last - 4 * lines * columns - 8))
                : 0;
        for (int i = 0; i < weights; i++) {
            m.load(last - weights + i, at(Reg.WEIGHTS, (8 + i) * channels));
        }
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, width / columns, () -> tile(m, constants, dot, lines, columns, weights));
            m.loop(Reg.T0, width % columns, () -> tile(m, constants, dot, lines, 1, weights));
            m.add(Reg.IN, lines * row - width * pixel);
            m.add(Reg.OUT, lines * outRow - width * outPixel);
        });
    }

    private void tile(Machine m, ConstantPool constants, DotProduct dot, int lines, int columns, int heldWeights) {
        int firstHeld = m.vectors() - dot.temporaries() - heldWeights;
        int accumulators = 4 * lines * columns;
        int[] pixels = {accumulators, accumulators + 1, accumulators + 2, accumulators + 3};
        int[] sources = pixels.clone();
        for (int q = 0; q < accumulators; q++) {
            if (q < 4) {
                m.load(q, at(Reg.WEIGHTS, q * channels));
            } else {
                m.move(q, q % 4);
            }
        }
        if (columns == 1) {
            // the fourth has weight 0
            sources[3] = sources[2];
        }
        int step = dot.weightVectors() * channels;
        for (int r = 0; r < lines - 1 + rows; r++) {
            for (int i = 0; i < 2 + columns; i++) {
                m.load(pixels[i], at(Reg.IN, r * row + i * pixel));
            }
            dot.interleave(accumulators, sources, accumulators + 4);
            for (int line = 0; line < lines; line++) {
                int kernelRow = r - line;
                if (kernelRow < 0 || kernelRow >= rows) {
                    continue;
                }
                for (int x = 0; x < columns; x++) {
                    for (int j = 0; j < 4; j++) {
                        int sum = (line * columns + x) * 4 + j;
                        int weights = (kernelRow * 2 + x) * 4 + j;
                        if (weights < heldWeights) {
                            dot.add(sum, accumulators + j, firstHeld + weights);
                        } else {
                            dot.add(sum, accumulators + j, at(Reg.WEIGHTS, 8 * channels + weights * step));
                        }
                    }
                }
            }
        }
        int held = m.vectors() > 16 ? 4 : 0;
        for (int j = 0; j < held; j++) {
            m.load(accumulators + j, at(Reg.WEIGHTS, (4 + j) * channels));
        }
        for (int line = 0; line < lines; line++) {
            for (int x = 0; x < columns; x++) {
                ending.requantize(
                        m,
                        constants,
                        (line * columns + x) * 4,
                        4,
                        4 * channels,
                        accumulators,
                        held,
                        at(Reg.OUT, line * outRow + x * outPixel));
            }
        }
        m.add(Reg.IN, columns * pixel);
        m.add(Reg.OUT, columns * outPixel);
    }
}
