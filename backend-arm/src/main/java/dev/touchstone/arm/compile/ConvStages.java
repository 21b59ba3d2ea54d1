package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.ConvKernel;
import dev.touchstone.arm.kernel.Ending;
import dev.touchstone.arm.kernel.Residual;
import dev.touchstone.arm.kernel.Taps;
import dev.touchstone.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Int8 convolutions and matrix products as calls of {@link ConvKernel}: one block of output channels after another. */
final class ConvStages {
    /** Pieces that a stage is cut into, if its work is worth it. */
    private static final int PARTS = 16;

    /**
     * Threads share by parts of the image, so that they read what they have written, up to so many bytes of weights for one
     * of the input. With more weights they share by blocks of outputs, so that each reads only its own weights.
     */
    private static final int FEW_WEIGHTS = 4;

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
        var blocks = OutputBlock.of(p, width);
        int rows = Math.max(1, Math.min(out.h(), PARTS / Math.min(PARTS, blocks.size() * out.n())));
        int lines = linesAtOnce(p, rows);
        var kernels = new ArrayList<ConvKernel>();
        for (var block : blocks) {
            kernels.add(kernel(p, block, lines, out.h() / lines / rows));
        }
        var weights = new ConvWeights(p, loose(p), blocks, kernels, assembly.machine());
        int base = assembly.constants().append(weights.pack());
        var calls = new ArrayList<Call>();
        for (int n = 0; n < out.n(); n++) {
            int image = n;
            for (int b = 0; b < blocks.size(); b++) {
                var block = blocks.get(b);
                var kernel = kernels.get(b);
                int channel = block.output();
                int at = base + weights.offset(b);
                Pieces.split(out.h() / lines, rows, (line, count) -> {
                    int y = line * lines;
                    int from = in.offset(image, block.input(), y * p.strideH() - p.padTop(), -p.padLeft());
                    var call = Call.of(kernel, p.in(), from, p.out(), out.offset(image, channel, y, 0), at, count);
                    calls.add(p.residual() == null ? call : withResidual(call, p.residual(), image, channel, y));
                });
            }
        }
        boolean byImage = weights.bytes() <= (long) FEW_WEIGHTS * in.bytes();
        assembly.stage(p.node(), calls, byImage ? calls.size() / (out.n() * blocks.size()) : 1);
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

    static int vectors(int block, int width) {
        return Math.min(4, block / (width / 4));
    }

    private ConvKernel kernel(Product p, OutputBlock block, int lines, int count) {
        var in = p.in().planes();
        var out = p.out().planes();
        var loose = loose(p);
        var taps = new Taps(
                block.planes(),
                in.plane(),
                p.kernelH(),
                p.dilationH() * in.row(),
                run(p, block.planes() == 1 ? block.channels() : in.block(), loose),
                run(p, block.channels(), loose),
                loose == null ? List.of() : loose.offsets(in));
        Residual residual = null;
        if (p.residual() != null) {
            var other = p.residual().tensor();
            residual = new Residual(
                    p.residual().low(),
                    other.bytes(),
                    other.planes().pixel(),
                    lines * other.planes().row(),
                    p.residual().rescale());
        }
        return new ConvKernel(
                block.vectors(),
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

    /** A kernel row's taps in a plane: one run where they follow one another, else one for each kernel column. */
    private static Taps.Run run(Product p, int channels, @Nullable LooseTaps loose) {
        var in = p.in().planes();
        if (loose != null) {
            return new Taps.Run(1, 0, loose.rowBytes() / 4);
        }
        boolean whole = p.dilationW() == 1 && channels == in.block();
        return whole
                ? new Taps.Run(1, 0, (p.kernelW() * in.pixel() + 3) / 4)
                : new Taps.Run(p.kernelW(), p.dilationW() * in.pixel(), (channels * in.element() + 3) / 4);
    }

    /** The taps at the ends of kernel rows that lie elsewhere, if the input is a picture that has such. */
    private @Nullable LooseTaps loose(Product p) {
        var value = p.node().input(0);
        return assembly.wants(value, p.in().layout()) ? assembly.loose(value) : null;
    }
}
