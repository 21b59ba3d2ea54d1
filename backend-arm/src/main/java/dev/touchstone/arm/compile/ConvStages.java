package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.ConvKernel;
import dev.touchstone.arm.kernel.Ending;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Int8 convolutions and matrix products as calls of {@link ConvKernel}: one block of output channels after another. */
final class ConvStages {
    /** Pieces that a stage is cut into, if its work is worth it. */
    private static final int PARTS = 16;

    private final Assembly assembly;
    private final int width;

    ConvStages(Assembly assembly) {
        this.assembly = assembly;
        this.width = assembly.machine().width();
    }

    /**
     * A product, whatever it came from.
     *
     * @param in planes; for a matrix product one pixel a row
     * @param kernelH kernel rows
     * @param kernelW kernel columns
     * @param groups of channels
     * @param residual what is added, with its two factors; null for nothing
     */
    record Product(
            Node node,
            Stored in,
            Stored out,
            Weights weights,
            ProductConstants constants,
            Ending ending,
            int outputs,
            int groupInputs,
            int groups,
            int kernelH,
            int kernelW,
            int strideH,
            int strideW,
            int dilationH,
            int dilationW,
            int padTop,
            int padLeft,
            @Nullable Addend residual) {}

    /** What is added to a product's result, the factors of rule E3, and that of a rectifier behind the sum. */
    record Addend(Stored tensor, float product, float other, int low, float rescale) {}

    void add(Product p) {
        var in = p.in().planes();
        var out = p.out().planes();
        int vectors = vectors(p, out);
        int block = vectors * width / 4;
        int blocks = (p.outputs() + block - 1) / block;
        int planes = planesOf(p, block, blocks);
        int rows = Math.max(1, Math.min(out.h(), PARTS / Math.min(PARTS, blocks * out.n())));
        int lines = linesAtOnce(p, rows);
        var kernel = kernel(p, vectors, planes, lines, out.h() / lines / rows);
        int blockBytes = blockBytes(kernel, p.in().form());
        int base = assembly.constants().append(pack(p, kernel, block, blocks, planes, blockBytes));
        var calls = new ArrayList<Call>();
        for (int n = 0; n < out.n(); n++) {
            int image = n;
            for (int b = 0; b < blocks; b++) {
                int channel = b * block;
                int weights = base + b * blockBytes;
                int plane = firstPlane(p, b, block, planes);
                Pieces.split(out.h() / lines, rows, (line, count) -> {
                    int y = line * lines;
                    int from = in.offset(image, plane * in.block(), y * p.strideH() - p.padTop(), -p.padLeft());
                    var call = Call.of(kernel, p.in(), from, p.out(), out.offset(image, channel, y, 0), weights, count);
                    calls.add(p.residual() == null ? call : withResidual(call, p.residual(), image, channel, y));
                });
            }
        }
        assembly.stage(p.node(), calls);
    }

    private static Call withResidual(Call call, Addend residual, int image, int channel, int y) {
        var other = residual.tensor();
        return call.withExtra(other, other.planes().offset(image, channel, y, 0));
    }

    /**
     * How many rows are one to the kernel: where pixels of neighbouring rows follow one another in all tensors, those of
     * a piece, so that tiles need not end with a row.
     *
     * @param pieces into which an image's rows are cut
     */
    private static int linesAtOnce(Product p, int pieces) {
        var out = p.out().planes();
        boolean onePixel = p.kernelH() * p.kernelW() * p.strideH() * p.strideW() == 1;
        if (!onePixel || p.in().planes().hasBorder() || out.hasBorder() || hasBorder(p.residual())) {
            return 1;
        }
        int lines = out.h() / pieces;
        while (out.h() % lines != 0) {
            lines--;
        }
        return lines;
    }

    private static boolean hasBorder(@Nullable Addend residual) {
        return residual != null && residual.tensor().planes().hasBorder();
    }

    /** How many vectors of output channels a block has: a plane's worth, or two where a pixel's planes touch. */
    private int vectors(Product p, Layout.Planes out) {
        int vectors = vectors(out.block(), width);
        boolean onePixel = out.h() * out.w() == 1 && !out.hasBorder() && out.block() == 64;
        boolean large = p.outputs() >= 2 * width && p.groups() == 1 && p.residual() == null;
        return onePixel && large && vectors == 4 ? 8 : vectors;
    }

    static int vectors(int block, int width) {
        return Math.min(4, block / (width / 4));
    }

    /** The planes of input channels that a block of outputs needs: all, or those of its groups. */
    private static int planesOf(Product p, int block, int blocks) {
        int planes = 1;
        for (int b = 0; b < blocks; b++) {
            planes = Math.max(planes, lastPlane(p, b, block) - firstNeeded(p, b, block) + 1);
        }
        return planes;
    }

    private static int firstNeeded(Product p, int b, int block) {
        int group = b * block / (p.outputs() / p.groups());
        return group * p.groupInputs() / p.in().planes().block();
    }

    private static int lastPlane(Product p, int b, int block) {
        int last = Math.min(p.outputs(), (b + 1) * block) - 1;
        int group = last / (p.outputs() / p.groups());
        return ((group + 1) * p.groupInputs() - 1) / p.in().planes().block();
    }

    /** All blocks read equally many planes, so some begin earlier than they need. */
    private static int firstPlane(Product p, int b, int block, int planes) {
        return Math.min(firstNeeded(p, b, block), p.in().planes().planes() - planes);
    }

    private ConvKernel kernel(Product p, int vectors, int planes, int lines, int count) {
        var in = p.in().planes();
        var out = p.out().planes();
        boolean run = p.dilationW() == 1;
        var loose = loose(p);
        var taps = new ConvKernel.Taps(
                planes,
                in.plane(),
                p.kernelH(),
                p.dilationH() * in.row(),
                run ? 1 : p.kernelW(),
                p.dilationW() * in.pixel(),
                loose == null ? ((run ? p.kernelW() : 1) * in.pixel() + 3) / 4 : loose.rowBytes() / 4,
                loose == null ? List.of() : loose.offsets(in));
        ConvKernel.Residual residual = null;
        if (p.residual() != null) {
            var other = p.residual().tensor();
            residual = new ConvKernel.Residual(
                    p.residual().low(),
                    other.bytes(),
                    other.planes().pixel(),
                    lines * other.planes().row(),
                    p.residual().rescale());
        }
        return new ConvKernel(
                vectors,
                lines * out.w(),
                p.in().form(),
                taps,
                p.strideW() * in.pixel(),
                lines * p.strideH() * in.row(),
                out.pixel(),
                lines * out.row(),
                p.ending(),
                residual,
                count);
    }

    /** The taps at the ends of kernel rows that lie elsewhere, if the input is a picture that has such. */
    private @Nullable LooseTaps loose(Product p) {
        var value = p.node().input(0);
        return assembly.wants(value, p.in().layout()) ? assembly.loose(value) : null;
    }

    private int copies(@Nullable ByteForm form) {
        return form == null ? 1 : assembly.machine().dotProduct(form).weightVectors();
    }

    private FactorOrder order(@Nullable ByteForm form) {
        return form == null
                ? FactorOrder.DWORDS
                : assembly.machine().dotProduct(form).order();
    }

    private int blockBytes(ConvKernel kernel, @Nullable ByteForm form) {
        int weightVectors = copies(form);
        return kernel.header(width) + kernel.taps().dwords() * kernel.vectors() * weightVectors * width;
    }

    private byte[] pack(Product p, ConvKernel kernel, int block, int blocks, int planes, int blockBytes) {
        var packed = new byte[Math.multiplyExact(blocks, blockBytes)];
        int vectors = kernel.vectors();
        int lanes = width / 4;
        int copies = copies(p.in().form());
        boolean natural = p.ending().isNatural();
        var order = order(p.in().form());
        var loose = loose(p);
        int step = vectors * copies * width;
        int perGroup = p.outputs() / p.groups();
        for (int b = 0; b < blocks; b++) {
            int at = b * blockBytes;
            int plane = firstPlane(p, b, block, planes);
            if (p.residual() != null) {
                Weights.putFloats(
                        packed, at + 2 * vectors * width, width, p.residual().product());
                Weights.putFloats(
                        packed,
                        at + (2 * vectors + 1) * width,
                        width,
                        p.residual().other());
            }
            for (int j = 0; j < vectors; j++) {
                for (int e = 0; e < lanes; e++) {
                    int channel = natural ? j * lanes + e : ChannelOrder.channel(vectors, lanes, j, e);
                    int output = b * block + channel;
                    if (output >= p.outputs()) {
                        continue;
                    }
                    int to = at + kernel.header(width) + j * copies * width;
                    int firstInput = output / perGroup * p.groupInputs()
                            - plane * p.in().planes().block();
                    int[] places = {order.place(e, 0), order.place(e, 1), order.place(e, 2), order.place(e, 3)};
                    int sum =
                            packOutput(p, loose, output, firstInput, packed, to, places, step, copies == 2 ? width : 0);
                    putConstants(p, output, sum, packed, at + j * width + 4 * e, vectors * width);
                }
            }
        }
        return packed;
    }

    private static void putConstants(Product p, int output, int sum, byte[] to, int at, int next) {
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
     * @param base of its vector
     * @param places of four factors in the vector
     * @param step from four factors to the next
     * @param second if not 0, magnitudes come first and values there
     * @return their sum
     */
    private static int packOutput(
            Product p,
            @Nullable LooseTaps loose,
            int output,
            int firstInput,
            byte[] to,
            int base,
            int[] places,
            int step,
            int second) {
        var w = p.weights();
        int block = p.in().planes().block();
        int row = p.kernelW() * block;
        if (p.in().form() != null) {
            // runs are whole dwords
            row = loose == null ? (row + 3) & -4 : loose.rowBytes();
        }
        int sum = 0;
        for (int y = 0; y < p.kernelH(); y++) {
            for (int x = 0; x < p.kernelW(); x++) {
                int from = output * w.output() + y * w.row() + x * w.column();
                for (int c = 0; c < p.groupInputs(); ) {
                    // as many channels as go on in one plane
                    int channel = firstInput + c;
                    int within = channel % block;
                    int n = Math.min(block - within, p.groupInputs() - c);
                    int tap = (channel / block * p.kernelH() + y) * row + x * block + within;
                    if (loose != null && x * block + within == row) {
                        tap = p.kernelH() * row + y;
                    } else if (loose != null) {
                        n = Math.min(n, row - x * block - within);
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
        for (int i = 0; i < n; i++) {
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
