package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.DepthwiseColumnsKernel;
import dev.touchstone.arm.kernel.DepthwiseKernel;
import dev.touchstone.arm.kernel.DepthwisePairKernel;
import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.kernel.RealDepthwiseKernel;
import dev.touchstone.arm.kernel.RealFunction;
import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.graph.Node;
import dev.touchstone.op.ConvGeometry;
import java.util.ArrayList;
import java.util.List;

/** Int8 depthwise convolutions, one vector of channels after another. */
final class DepthwiseStages {
    private static final int PARTS = 16;

    private final Assembly assembly;

    DepthwiseStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void add(
            Node node,
            ConvGeometry g,
            Stored in,
            Stored out,
            Weights weights,
            ProductConstants constants,
            Rounding rounding) {
        var from = in.planes();
        int channels = Math.min(from.block(), assembly.machine().width());
        var way = way(g);
        var dot = assembly.machine().dotProduct(in.bytes());
        int vectors = dot.weightVectors();
        int lines = lines(g, way);
        int groups = switch (way) {
            case TAPS -> (g.kernel().h() * g.kernel().w() + 3) / 4;
            case PAIRS -> 2 * g.kernel().h();
            case COLUMNS -> lines * g.kernel().w();
        };
        var blocks = new ArrayList<Block>();
        int bytes = 0;
        for (int c = 0; c < g.c(); c += channels) {
            // few channels at the end take narrower vectors, which many processors compute two of at once
            var block = new Block(c, Math.min(channels, Layouts.block(g.c() - c)), bytes);
            blocks.add(block);
            bytes = Math.addExact(bytes, block.channels() * (8 + 4 * vectors * groups));
        }
        var packed = new byte[bytes];
        for (var block : blocks) {
            packBlock(
                    g,
                    in,
                    weights,
                    constants,
                    way,
                    lines,
                    block.channels(),
                    vectors,
                    dot.order(),
                    block.first(),
                    packed,
                    block.offset());
        }
        int base = assembly.constants().append(packed);
        var calls = new ArrayList<Call>();
        int parts = Math.max(1, PARTS / Math.min(PARTS, blocks.size() * g.n()));
        for (int n = 0; n < g.n(); n++) {
            for (var block : blocks) {
                int image = n;
                int at = base + block.offset();
                Pieces.split(
                        g.outH() / lines,
                        parts,
                        (begin, count) -> calls.add(call(
                                g,
                                in,
                                out,
                                kernel(g, in, out, rounding, block.channels(), way, lines),
                                image,
                                block.first(),
                                begin * lines,
                                count,
                                at)));
                if (g.outH() % lines != 0) {
                    calls.add(call(
                            g,
                            in,
                            out,
                            kernel(g, in, out, rounding, block.channels(), way, 1),
                            image,
                            block.first(),
                            g.outH() - 1,
                            1,
                            at));
                }
            }
        }
        assembly.stage(node, calls, calls.size() / (g.n() * blocks.size()));
    }

    /** What is interleaved: any four taps; the pixels of two neighbouring outputs' rows; a column's pixels. */
    private enum Way {
        TAPS,
        PAIRS,
        COLUMNS
    }

    private Way way(ConvGeometry g) {
        var kernel = g.kernel();
        if (kernel.w() != 3
                || g.stride().w() > 2
                || g.dilation().h() * g.dilation().w() > 1) {
            return Way.TAPS;
        }
        if (kernel.h() == DepthwiseColumnsKernel.TAPS && DepthwiseColumnsKernel.suits(assembly.machine())) {
            return Way.COLUMNS;
        }
        return g.stride().w() == 1 && g.stride().h() == 1 ? Way.PAIRS : Way.TAPS;
    }

    /** How many rows of outputs are computed together. */
    private int lines(ConvGeometry g, Way way) {
        boolean together = switch (way) {
            case TAPS -> false;
            case PAIRS -> DepthwisePairKernel.takesPairs(assembly.machine());
            case COLUMNS -> g.stride().h() == 1 && g.outH() > 1;
        };
        return together ? 2 : 1;
    }

    /**
     * Channels of a call.
     *
     * @param first of them
     * @param channels of a vector
     * @param offset of their constants
     */
    private record Block(int first, int channels, int offset) {}

    /** Of floats: one plane of channels after another. */
    void addReal(
            Node node,
            ConvGeometry g,
            Stored in,
            Stored out,
            Weights weights,
            ProductConstants constants,
            boolean scaled,
            RealFunction function) {
        var from = in.planes();
        var to = out.planes();
        int block = from.block();
        int kernelSize = g.kernel().h() * g.kernel().w();
        int header = scaled ? 3 : 1;
        int blockBytes = 4 * block * (header + kernelSize);
        var packed = new byte[from.planes() * blockBytes];
        for (int c = 0; c < g.c(); c++) {
            int at = c / block * blockBytes + c % block * 4;
            Weights.putInt(packed, at, constants.bias()[c]);
            if (scaled) {
                Weights.putFloat(packed, at + 4 * block, constants.multipliers()[c]);
                Weights.putFloat(packed, at + 8 * block, constants.addends()[c]);
            }
            for (int tap = 0; tap < kernelSize; tap++) {
                Weights.putFloat(packed, at + (header + tap) * 4 * block, weights.reals()[c * kernelSize + tap]);
            }
        }
        int base = assembly.constants().append(packed);
        var taps = taps(g, from);
        int lines = RealDepthwiseKernel.takesPairs(taps.size()) ? 2 : 1;
        var kernels = new ArrayList<Kernel>();
        for (int n = 1; n <= lines; n++) {
            kernels.add(new RealDepthwiseKernel(
                    block,
                    g.outW(),
                    taps,
                    g.stride().w() * from.pixel(),
                    g.stride().h() * from.row(),
                    to.pixel(),
                    to.row(),
                    n,
                    scaled,
                    function));
        }
        var calls = new ArrayList<Call>();
        int parts = Math.max(1, PARTS / Math.min(PARTS, from.planes() * g.n()));
        for (int n = 0; n < g.n(); n++) {
            for (int p = 0; p < from.planes(); p++) {
                int image = n;
                int channel = p * block;
                int at = base + p * blockBytes;
                Pieces.split(
                        g.outH() / lines,
                        parts,
                        (begin, count) -> calls.add(
                                call(g, in, out, kernels.get(lines - 1), image, channel, begin * lines, count, at)));
                if (g.outH() % lines != 0) {
                    calls.add(call(g, in, out, kernels.getFirst(), image, channel, g.outH() - 1, 1, at));
                }
            }
        }
        assembly.stage(node, calls, calls.size() / (g.n() * from.planes()));
    }

    private static Call call(
            ConvGeometry g,
            Stored in,
            Stored out,
            Kernel kernel,
            int image,
            int channel,
            int y,
            int count,
            int weights) {
        int from = in.planes()
                .offset(
                        image,
                        channel,
                        y * g.stride().h() - g.padding().top(),
                        -g.padding().left());
        return Call.of(kernel, in, from, out, out.planes().offset(image, channel, y, 0), weights, count);
    }

    private static Kernel kernel(
            ConvGeometry g, Stored in, Stored out, Rounding rounding, int channels, Way way, int lines) {
        var from = in.planes();
        var to = out.planes();
        return switch (way) {
            case PAIRS ->
                new DepthwisePairKernel(
                        channels,
                        g.outW(),
                        in.bytes(),
                        g.kernel().h(),
                        from.pixel(),
                        from.row(),
                        to.pixel(),
                        to.row(),
                        lines == 2,
                        rounding);
            case COLUMNS ->
                new DepthwiseColumnsKernel(
                        channels,
                        g.outW(),
                        in.bytes(),
                        g.stride().w(),
                        from.pixel(),
                        from.row(),
                        lines * g.stride().h() * from.row(),
                        to.pixel(),
                        to.row(),
                        lines,
                        rounding);
            case TAPS ->
                new DepthwiseKernel(
                        channels,
                        g.outW(),
                        in.bytes(),
                        taps(g, from),
                        g.stride().w() * from.pixel(),
                        g.stride().h() * from.row(),
                        to.pixel(),
                        to.row(),
                        rounding);
        };
    }

    /** Offsets of the taps. */
    private static List<Integer> taps(ConvGeometry g, Layout.Planes in) {
        var offsets = new ArrayList<Integer>();
        for (int y = 0; y < g.kernel().h(); y++) {
            for (int x = 0; x < g.kernel().w(); x++) {
                offsets.add(y * g.dilation().h() * in.row() + x * g.dilation().w() * in.pixel());
            }
        }
        return offsets;
    }

    private static void packBlock(
            ConvGeometry g,
            Stored in,
            Weights weights,
            ProductConstants constants,
            Way way,
            int lines,
            int channels,
            int copies,
            FactorOrder order,
            int first,
            byte[] to,
            int at) {
        int kernel = g.kernel().h() * g.kernel().w();
        for (int j = 0; j < 4; j++) {
            for (int e = 0; e < channels / 4; e++) {
                int c = first + ChannelOrder.channel(4, channels / 4, j, e);
                if (c >= g.c()) {
                    continue;
                }
                int sum = 0;
                for (int tap = 0; tap < kernel; tap++) {
                    byte value = weights.values()[c * kernel + tap];
                    sum += value;
                    int row = tap / g.kernel().w();
                    int column = tap % g.kernel().w();
                    switch (way) {
                        case TAPS -> put(to, at, channels, copies, tap / 4 * 4 + j, order.place(e, tap % 4), value);
                        case PAIRS -> {
                            for (int side = 0; side < 2; side++) {
                                int vector = (row * 2 + side) * 4 + j;
                                put(to, at, channels, copies, vector, order.place(e, column + side), value);
                            }
                        }
                        case COLUMNS -> {
                            for (int line = 0; line < lines; line++) {
                                int vector = (line * g.kernel().w() + column) * 4 + j;
                                put(to, at, channels, copies, vector, order.place(e, row + line), value);
                            }
                        }
                    }
                }
                int bias = constants.bias()[c] - in.bytes().zero() * sum;
                Weights.putInt(to, at + j * channels + 4 * e, bias);
                Weights.putFloat(to, at + (4 + j) * channels + 4 * e, constants.multipliers()[c]);
            }
        }
    }

    private static void put(byte[] to, int at, int channels, int copies, int vector, int position, byte value) {
        int place = at + (8 + vector * copies) * channels + position;
        to[place] = copies == 2 ? (byte) Math.abs(value) : value;
        if (copies == 2) {
            to[place + channels] = value;
        }
    }
}
