package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/**
 * Rows of an int8 depthwise convolution of 3 x 3 taps without dilation, for one vector of channels, on machines with
 * registers enough.
 *
 * <p>The pixels of a column below one another are interleaved, once for all outputs that they take part in: three columns
 * stay in registers, and from one output to the next as many are new as the stride says. With stride 1, a column of four
 * pixels serves two rows of outputs, the upper one with weights (w0 w1 w2 0), the lower one with (0 w0 w1 w2).
 *
 * <p>{@code WEIGHTS} points at start values, multipliers, and for each line and each kernel column the weights.
 *
 * @param channels bytes of a vector
 * @param width pixels of an output row
 * @param activations form of the input
 * @param stride input pixels from an output's first tap to that of its right neighbour: 1 or 2
 * @param pixel bytes from an input pixel to its right neighbour
 * @param row bytes from an input row to the next
 * @param step bytes from the first taps of a call's lines to those of the next lines
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param lines output rows that are computed together: 2 for stride 1 from row to row, or 1; {@code COUNT} counts them
 */
public record DepthwiseColumnsKernel(
        int channels,
        int width,
        ByteForm activations,
        int stride,
        int pixel,
        int row,
        int step,
        int outPixel,
        int outRow,
        int lines,
        Rounding ending)
        implements ProductKernel {
    /** Kernel columns, and as many kernel rows. */
    public static final int TAPS = 3;

    /** Vectors of dwords for one of bytes. */
    private static final int QUARTERS = 4;

    /** The first register behind those of columns. */
    private static final int SUMS = TAPS * QUARTERS;

    /** Whether a machine has registers for columns and sums. */
    public static boolean suits(Machine m) {
        return m.vectors() > 16;
    }

    @Override
    public int vectors() {
        return QUARTERS;
    }

    @Override
    public int vectorBytes(int width) {
        return channels;
    }

    @Override
    public Terms terms(int vector, int element, int width, int copies, FactorOrder order) {
        var inputs = new int[TAPS * TAPS];
        var weights = new int[TAPS * TAPS];
        int channel = ChannelOrder.channel(QUARTERS, channels / 4, vector, element);
        for (int tap = 0; tap < inputs.length; tap++) {
            int column = tap % TAPS;
            int down = tap / TAPS;
            inputs[tap] = down * row + column * pixel + channel;
            int place = 2 * QUARTERS + (column * QUARTERS + vector) * copies + copies - 1;
            weights[tap] = place * channels + order.place(element, down);
        }
        int lane = vector * channels + 4 * element;
        return new Terms(inputs, weights, lane, QUARTERS * channels + lane, channel);
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(channels);
        new Code(m, constants, m.dotProduct(activations)).emit();
    }

    /** The code, with what is in registers behind the sums for the whole call: multipliers, then weights. */
    private final class Code {
        private final Machine m;
        private final ConstantPool constants;
        private final DotProduct dot;
        private final int held;
        private final int heldMultipliers;
        private final int heldWeights;

        Code(Machine m, ConstantPool constants, DotProduct dot) {
            this.m = m;
            this.constants = constants;
            this.dot = dot;
            // a curve has two temporaries there
            boolean line = ending.curve() instanceof Rounding.Curve.Line;
            this.held = SUMS + lines * QUARTERS + (line ? 0 : 2);
            int free = m.vectors() - dot.temporaries() - held;
            this.heldMultipliers = line && free >= QUARTERS ? QUARTERS : 0;
            boolean holds = dot.takesRegisters() && dot.weightVectors() == 1;
            this.heldWeights = holds ? Math.clamp(free - heldMultipliers, 0, lines * TAPS * QUARTERS) : 0;
        }

        void emit() {
            dot.begin();
            for (int i = 0; i < heldMultipliers; i++) {
                m.load(held + i, at(Reg.WEIGHTS, (QUARTERS + i) * channels));
            }
            for (int i = 0; i < heldWeights; i++) {
                m.load(held + heldMultipliers + i, at(Reg.WEIGHTS, (2 * QUARTERS + i) * channels));
            }
            m.loop(Reg.COUNT, () -> {
                for (int column = 0; column < TAPS - stride; column++) {
                    column(column);
                }
                // after three outputs each column is in its register again
                m.loop(Reg.T0, width / TAPS, () -> outputs(TAPS));
                outputs(width % TAPS);
                m.add(Reg.IN, step - width * stride * pixel);
                m.add(Reg.OUT, lines * outRow - width * outPixel);
            });
        }

        private void outputs(int n) {
            for (int x = 0; x < n; x++) {
                for (int column = x * stride + TAPS - stride; column < x * stride + TAPS; column++) {
                    column(column);
                }
                output(x);
            }
            m.add(Reg.IN, n * stride * pixel);
            m.add(Reg.OUT, n * outPixel);
        }

        /** Loads a column, counted from that at IN, and interleaves it. */
        private void column(int column) {
            int first = register(column);
            int rows = TAPS - 1 + lines;
            var sources = new int[QUARTERS];
            for (int y = 0; y < QUARTERS; y++) {
                // behind the last row any will do: its weight is 0
                sources[y] = first + Math.min(y, rows - 1);
                if (y < rows) {
                    m.load(first + y, at(Reg.IN, y * row + column * pixel));
                }
            }
            dot.interleave(first, sources, SUMS);
        }

        private static int register(int column) {
            return column % TAPS * QUARTERS;
        }

        private void output(int x) {
            for (int q = 0; q < lines * QUARTERS; q++) {
                if (q < QUARTERS) {
                    m.load(SUMS + q, at(Reg.WEIGHTS, q * channels));
                } else {
                    m.move(SUMS + q, SUMS + q % QUARTERS);
                }
            }
            for (int tap = 0; tap < TAPS; tap++) {
                for (int q = 0; q < lines * QUARTERS; q++) {
                    int weights = (q / QUARTERS * TAPS + tap) * QUARTERS + q % QUARTERS;
                    add(SUMS + q, register(x * stride + tap) + q % QUARTERS, weights);
                }
            }
            for (int line = 0; line < lines; line++) {
                ending.requantize(
                        m,
                        constants,
                        SUMS + line * QUARTERS,
                        QUARTERS,
                        QUARTERS * channels,
                        heldMultipliers > 0 ? held : held - 2,
                        heldMultipliers,
                        at(Reg.OUT, line * outRow + x * outPixel));
            }
        }

        private void add(int sum, int activations, int weights) {
            if (weights < heldWeights) {
                dot.add(sum, activations, held + heldMultipliers + weights);
            } else {
                int place = (2 * QUARTERS + weights * dot.weightVectors()) * channels;
                dot.add(sum, activations, at(Reg.WEIGHTS, place));
            }
        }
    }
}
