package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.ConvKernel;
import dev.touchstone.arm.kernel.Taps;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.arm.machine.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constants of a product, block after block, as {@link ConvKernel} reads them. */
final class ConvWeights {
    private final ConvStages.Product p;
    private final @Nullable LooseTaps loose;
    private final List<OutputBlock> blocks;
    private final List<ConvKernel> kernels;
    private final int width;
    private final int copies;
    private final FactorOrder order;
    private final int[] offsets;

    /**
     * Lays them out.
     *
     * @param loose taps at the ends of kernel rows that lie elsewhere
     * @param kernels of the blocks
     */
    ConvWeights(
            ConvStages.Product p,
            @Nullable LooseTaps loose,
            List<OutputBlock> blocks,
            List<ConvKernel> kernels,
            Machine machine) {
        var form = p.in().form();
        this.p = p;
        this.loose = loose;
        this.blocks = blocks;
        this.kernels = kernels;
        this.width = machine.width();
        this.copies = form == null ? 1 : machine.dotProduct(form).weightVectors();
        this.order =
                form == null ? FactorOrder.DWORDS : machine.dotProduct(form).order();
        this.offsets = new int[blocks.size() + 1];
        for (int b = 0; b < blocks.size(); b++) {
            var kernel = kernels.get(b);
            int bytes = kernel.header(width)
                    + Math.multiplyExact(kernel.taps().dwords(), kernel.vectors() * copies * width);
            offsets[b + 1] = Math.addExact(offsets[b], bytes);
        }
    }

    /** Where a block's constants begin. */
    int offset(int block) {
        return offsets[block];
    }

    /** Of all constants. */
    int bytes() {
        return offsets[blocks.size()];
    }

    byte[] pack() {
        var packed = new byte[bytes()];
        for (int b = 0; b < blocks.size(); b++) {
            pack(blocks.get(b), kernels.get(b), packed, offsets[b]);
        }
        return packed;
    }

    private void pack(OutputBlock block, ConvKernel kernel, byte[] packed, int at) {
        int vectors = kernel.vectors();
        int lanes = width / 4;
        boolean natural = p.ending().isNatural();
        int step = vectors * copies * width;
        int perGroup = p.outputs() / p.groups();
        if (p.residual() != null) {
            Weights.putFloats(
                    packed, at + 2 * vectors * width, width, p.residual().product());
            Weights.putFloats(
                    packed, at + (2 * vectors + 1) * width, width, p.residual().other());
        }
        for (int j = 0; j < vectors; j++) {
            for (int e = 0; e < lanes; e++) {
                int channel = natural ? j * lanes + e : ChannelOrder.channel(vectors, lanes, j, e);
                int output = block.output() + channel;
                if (output >= p.outputs()) {
                    continue;
                }
                int to = at + kernel.header(width) + j * copies * width;
                int firstInput = output / perGroup * p.groupInputs() - block.input();
                int[] places = {order.place(e, 0), order.place(e, 1), order.place(e, 2), order.place(e, 3)};
                int sum = packOutput(
                        kernel.taps(), output, firstInput, packed, to, places, step, copies == 2 ? width : 0);
                putConstants(p, output, sum, packed, at + j * width + 4 * e, vectors * width);
            }
        }
    }

    private static void putConstants(ConvStages.Product p, int output, int sum, byte[] to, int at, int next) {
        int zero = p.in().form() == null ? 0 : p.in().bytes().zero();
        Weights.putInt(to, at, p.constants().bias()[output] - zero * sum);
        if (p.ending().constants() > 1) {
            Weights.putFloat(to, at + next, p.constants().multipliers()[output]);
        }
        if (p.ending().constants() > 2) {
            Weights.putFloat(to, at + 2 * next, p.constants().addends()[output]);
        }
    }

    /**
     * The weights of one output channel.
     *
     * @param firstInput its first input, from the block's
     * @param base of its vector
     * @param places of four factors in the vector
     * @param step from four factors to the next
     * @param second if not 0, magnitudes come first and values there
     * @return their sum
     */
    private int packOutput(
            Taps taps, int output, int firstInput, byte[] to, int base, int[] places, int step, int second) {
        var w = p.weights();
        int block = p.in().planes().block();
        int unit = 4 / p.in().planes().element();
        int sum = 0;
        for (int y = 0; y < p.kernelH(); y++) {
            for (int x = 0; x < p.kernelW(); x++) {
                int from = output * w.output() + y * w.row() + x * w.column();
                for (int c = 0; c < p.groupInputs(); ) {
                    // as many channels as go on in one plane
                    int channel = firstInput + c;
                    int within = channel % block;
                    int n = Math.min(block - within, p.groupInputs() - c);
                    var run = taps.run(channel / block);
                    int column = run.columns() == 1 ? x * block : x * unit * run.steps();
                    int tap = unit * taps.dword(channel / block, y) + column + within;
                    if (loose != null && column + within == loose.rowBytes()) {
                        tap = p.kernelH() * loose.rowBytes() + y;
                    } else if (loose != null) {
                        n = Math.min(n, loose.rowBytes() - column - within);
                    }
                    int first = from + c * w.input();
                    if (p.in().form() == null) {
                        packReals(w.reals(), first, w.input(), n, to, base + places[0] + tap * step, step);
                    } else if (second == 0) {
                        sum += packBytes(w.values(), first, w.input(), n, to, base, places, tap, step);
                    } else {
                        sum += packSigned(w.values(), first, w.input(), n, to, base, places, tap, step, second);
                    }
                    c += n;
                }
            }
        }
        return sum;
    }

    private static void packReals(float[] values, int from, int stride, int n, byte[] to, int at, int step) {
        for (int i = 0; i < n; i++) {
            Weights.putFloat(to, at + i * step, values[from + i * stride]);
        }
    }

    private static int packBytes(
            byte[] values, int from, int stride, int n, byte[] to, int base, int[] places, int tap, int step) {
        int sum = 0;
        int i = 0;
        if ((tap & 3) == 0 && stride == 1) {
            // Four at once: millions of weights pass here, in code that has just been compiled.
            int at = base + (tap >> 2) * step;
            for (; i + 4 <= n; i += 4, at += step) {
                int first = from + i;
                byte a = values[first];
                byte b = values[first + 1];
                byte c = values[first + 2];
                byte d = values[first + 3];
                to[at + places[0]] = a;
                to[at + places[1]] = b;
                to[at + places[2]] = c;
                to[at + places[3]] = d;
                sum += a + b + c + d;
            }
        }
        for (; i < n; i++) {
            byte value = values[from + i * stride];
            sum += value;
            to[base + ((tap + i) >> 2) * step + places[(tap + i) & 3]] = value;
        }
        return sum;
    }

    private static int packSigned(
            byte[] values,
            int from,
            int stride,
            int n,
            byte[] to,
            int base,
            int[] places,
            int tap,
            int step,
            int second) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            byte value = values[from + i * stride];
            int at = base + ((tap + i) >> 2) * step + places[(tap + i) & 3];
            sum += value;
            to[at] = (byte) Math.abs(value);
            to[at + second] = value;
        }
        return sum;
    }
}
