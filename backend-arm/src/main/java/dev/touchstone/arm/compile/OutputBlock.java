package dev.touchstone.arm.compile;

import java.util.ArrayList;
import java.util.List;

/**
 * Outputs that a product computes together, and the inputs that they need: all, or those of their groups.
 *
 * @param output the first of them
 * @param vectors how many vectors of outputs
 * @param input the first input: the first of a plane, or any multiple of four where all inputs are in one plane
 * @param planes of inputs from there on
 * @param channels inputs of the last plane, whole dwords; of the planes before it all
 */
record OutputBlock(int output, int vectors, int input, int planes, int channels) {
    /** Outputs of the narrowest blocks: what all machines can pack and store. */
    private static final int NARROWEST = 16;

    /** The blocks of a product. */
    static List<OutputBlock> of(ConvStages.Product p, int width) {
        var out = p.out().planes();
        int vectors = ConvStages.vectors(out.block(), width);
        if (p.groups() == 1) {
            return of(p, width, widened(p, vectors, width));
        }
        var best = of(p, width, vectors);
        // a residual is read in vectors of a whole block
        for (int v = vectors / 2; p.residual() == null && v * width / 4 >= NARROWEST; v /= 2) {
            var narrow = of(p, width, v);
            best = cost(p, narrow) < cost(p, best) ? narrow : best;
        }
        return best;
    }

    /** Two planes at once where a pixel's planes touch: as many accumulators as it takes to hide how long a sum takes. */
    private static int widened(ConvStages.Product p, int vectors, int width) {
        var out = p.out().planes();
        boolean onePixel = out.h() * out.w() == 1 && !out.hasBorder() && out.block() == 64;
        return onePixel && vectors == 4 && p.outputs() >= 2 * width && p.residual() == null ? 8 : vectors;
    }

    /** Blocks of so many vectors; the last has what is left. */
    private static List<OutputBlock> of(ConvStages.Product p, int width, int vectors) {
        int lanes = width / 4;
        int narrowest = Math.max(1, NARROWEST / lanes);
        var blocks = new ArrayList<OutputBlock>();
        for (int output = 0; output < p.outputs(); output += vectors * lanes) {
            int outputs = Math.min(vectors * lanes, p.outputs() - output);
            int needed = (outputs + narrowest * lanes - 1) / (narrowest * lanes) * narrowest;
            blocks.add(of(p, output, p.residual() == null ? needed : vectors, outputs));
        }
        return blocks;
    }

    private static OutputBlock of(ConvStages.Product p, int output, int vectors, int outputs) {
        var in = p.in().planes();
        int perGroup = p.outputs() / p.groups();
        int from = output / perGroup * p.groupInputs();
        int to = ((output + outputs - 1) / perGroup + 1) * p.groupInputs();
        int unit = 4 / in.element();
        int last = (to - 1) / in.block();
        int planes = last - from / in.block() + 1;
        // runs of taps that follow one another need not be whole dwords for each pixel
        int first = planes > 1 || in.block() <= Layouts.PIXEL ? from / in.block() * in.block() : from / unit * unit;
        int begin = planes > 1 ? last * in.block() : first;
        int channels = Math.min(in.block(), (to - begin + unit - 1) / unit * unit);
        return new OutputBlock(output, vectors, first, planes, in.block() <= Layouts.PIXEL ? in.block() : channels);
    }

    /** Products of all blocks; narrow ones take more loads for each. */
    private static long cost(ConvStages.Product p, List<OutputBlock> blocks) {
        long cost = 0;
        for (var block : blocks) {
            long inputs = (long) (block.planes() - 1) * p.in().planes().block() + block.channels();
            cost += inputs * (block.vectors() * 8L + 2);
        }
        return cost;
    }
}
