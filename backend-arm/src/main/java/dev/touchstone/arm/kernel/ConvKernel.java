package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.ChannelOrder;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a convolution or matrix product, for one block of output channels (rules C6 to C10).
 *
 * <p>A tile of pixels times {@code vectors} vectors of output channels stays in registers over all taps. For four input
 * channels (one, for floats) it takes one broadcast for each pixel and one product for each accumulator.
 *
 * <p>{@code WEIGHTS} points at: accumulators' start values, then as the ending wants it multipliers and biases, with a
 * residual its two factors, then the weights in the order in which the loops below use them.
 *
 * @param vectors of output channels: 1, 2, 4 or 8
 * @param width pixels of an output row
 * @param activations form of the input; null for floats
 * @param taps where the taps of an output are
 * @param pixel bytes from an output's first tap to that of its right neighbour
 * @param row bytes from an output's first tap to that of the one below
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param ending what becomes of the accumulators
 * @param residual what is added to the rounded result, if anything
 * @param usualCount what {@code COUNT} is in most calls: by then the next call's weights, which follow, shall be near
 */
public record ConvKernel(
        int vectors,
        int width,
        @Nullable ByteForm activations,
        Taps taps,
        int pixel,
        int row,
        int outPixel,
        int outRow,
        Ending ending,
        @Nullable Residual residual,
        int usualCount)
        implements ProductKernel {
    /** More steps than this are a loop. */
    static final int UNROLLED = 21;

    private static final int UNROLL = 16;

    /** With fewer tiles a call is over too soon for weights to come meanwhile. */
    private static final int FEW_TILES = 3;

    /** Points at the weights that come next. */
    private static final Reg AHEAD = Reg.T7;

    /**
     * The taps as loops, from the outside in: planes, kernel rows, and what is in a row.
     *
     * @param planes of input channels
     * @param plane bytes from one to the next
     * @param rows kernel rows
     * @param row bytes from one to the next
     * @param whole in a row of all planes but the last
     * @param last in a row of the last plane, which may have fewer channels
     */
    public record Taps(int planes, int plane, int rows, int row, Run whole, Run last) {
        /** Dwords in all. */
        public int dwords() {
            return dword(planes - 1, 0) + rows * last.dwords();
        }

        /** How many dwords are before a row of a plane. */
        public int dword(int plane, int row) {
            return plane * rows * whole.dwords() + row * run(plane).dwords();
        }

        /** What is in a row of a plane. */
        public Run run(int plane) {
            return plane == planes - 1 ? last : whole;
        }

        /** Where a dword of a plane is, counted in the order of the loops. */
        int offset(int plane, int dword) {
            var run = run(plane);
            return dword / run.dwords() * row + run.offset(dword % run.dwords());
        }

        /** Whether the last plane is like all others. */
        boolean areAlike() {
            return whole.equals(last);
        }
    }

    /**
     * The taps of a kernel row.
     *
     * @param columns kernel columns, or 1 where they are neighbours and part of the run
     * @param column bytes from one to the next
     * @param steps neighbouring dwords
     */
    public record Run(int columns, int column, int steps) {
        int dwords() {
            return columns * steps;
        }

        int offset(int dword) {
            return dword / steps * column + 4 * (dword % steps);
        }
    }

    /**
     * A tensor of the output's shape that is added: {@code q * ma + r * mb} (rule E3), q being the rounded result.
     *
     * @param low smallest q
     * @param form of the tensor
     * @param pixel bytes from one pixel to the next
     * @param row bytes from one row to the next
     * @param rescale factor of the rounded and rectified sum; 1 for none
     */
    public record Residual(int low, ByteForm form, int pixel, int row, float rescale) {}

    /** Bytes of the header before the weights. */
    public int header(int vectorBytes) {
        return (ending.constants() * vectors + (residual == null ? 0 : 2)) * vectorBytes;
    }

    @Override
    public int vectorBytes(int width) {
        return width;
    }

    @Override
    public Terms terms(int vector, int element, int width, int copies, FactorOrder order) {
        int unit = activations == null ? 4 : 1;
        int n = 4 * taps.dwords() / unit;
        var inputs = new int[n];
        var weights = new int[n];
        int i = 0;
        for (int plane = 0; plane < taps.planes(); plane++) {
            for (int y = 0; y < taps.rows(); y++) {
                var run = taps.run(plane);
                for (int x = 0; x < run.columns(); x++) {
                    for (int b = 0; b < 4 * run.steps(); b += unit) {
                        inputs[i] = plane * taps.plane() + y * taps.row() + x * run.column() + b;
                        // where magnitudes come first, the values are in the second vector
                        int place = i * unit / 4 * vectors * copies + vector * copies + copies - 1;
                        weights[i] = header(width) + place * width + order.place(element, b % 4);
                        i++;
                    }
                }
            }
        }
        int lane = vector * width + 4 * element;
        int output = ending.isNatural()
                ? 4 * (vector * width / 4 + element)
                : ChannelOrder.channel(vectors, width / 4, vector, element);
        return new Terms(inputs, weights, lane, vectors * width + lane, output);
    }

    @Override
    public void verify(Trial trial, Terms terms, float sum) {
        if (residual == null || !(ending instanceof Rounding rounding)) {
            ProductKernel.super.verify(trial, terms, sum);
            return;
        }
        float t = (float) Math.rint(sum * trial.weightFloat(terms.multiplier()));
        byte stored = trial.extra(terms.output());
        int other = residual.form() == ByteForm.SIGNED
                ? stored
                : (stored & 255) - residual.form().zero();
        int factors = 2 * (terms.multiplier() - terms.start());
        float ma = trial.weightFloat(factors);
        float mb = trial.weightFloat(factors + (terms.multiplier() - terms.start()) / vectors);
        float both = Math.clamp(t, residual.low(), 127f) * ma + other * mb;
        if (residual.rescale() != 1) {
            both = Math.clamp((float) Math.rint(both), 0f, 127f) * residual.rescale();
        }
        trial.requireByte(terms.output(), rounding.apply(both));
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        var dot = activations == null ? m.fusedProduct() : m.dotProduct(activations);
        dot.begin();
        if (ending instanceof Rounding rounding && AlternatingTiles.suit(this, m)) {
            new AlternatingTiles(this, rounding, m, constants, dot).emit();
            return;
        }
        var tiles = Tiles.of(width, tilePixels(m, dot));
        int ahead = linesAhead(m, dot, tiles.wide() + tiles.narrow());
        if (ahead > 0) {
            m.address(AHEAD, nextWeights(m, dot));
        }
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T8, tiles.wide(), () -> tile(m, constants, dot, tiles.width(), ahead));
            m.loop(Reg.T8, tiles.narrow(), () -> tile(m, constants, dot, tiles.width() - 1, ahead));
            m.add(Reg.IN, row - width * pixel);
            m.add(Reg.OUT, outRow - width * outPixel);
            if (residual != null) {
                m.add(Reg.EXTRA, residual.row() - width * residual.pixel());
            }
        });
    }

    /** Where the weights of the next block of outputs begin. */
    At nextWeights(Machine m, DotProduct dot) {
        return at(Reg.WEIGHTS, weightBytes(m, dot));
    }

    private int weightBytes(Machine m, DotProduct dot) {
        return header(m.width()) + taps.dwords() * vectors * dot.weightVectors() * m.width();
    }

    /**
     * How many cache lines of the next weights to ask for with each tile.
     *
     * @param tiles of a row
     */
    int linesAhead(Machine m, DotProduct dot, int tiles) {
        int all = usualCount * tiles;
        return all < FEW_TILES ? 0 : (weightBytes(m, dot) / 64 + all - 1) / all;
    }

    /** With a residual, tiles are smaller, so that one's end overlaps the next one's products. */
    private int tilePixels(Machine m, DotProduct dot) {
        int held = m.loadsEarly() ? 4 : 3;
        int free = broadcasts(m, dot)[0] + 1 - broadcasts(m, dot).length;
        int pixels = (free - (dot.takesRegisters() ? Math.min(vectors, held) : 0)) / vectors;
        if (residual == null) {
            return isPlain() ? pixels : Math.min(pixels, (m.vectors() - dot.temporaries() - 2) / vectors);
        }
        return Math.min(pixels, m.vectors() > 16 ? 16 / vectors : (m.vectors() - dot.temporaries() - 4) / vectors);
    }

    private void tile(Machine m, ConstantPool constants, DotProduct dot, int pixels, int ahead) {
        int accumulators = pixels * vectors;
        for (int j = 0; j < vectors; j++) {
            m.load(j, at(Reg.WEIGHTS, j * m.width()));
        }
        for (int q = vectors; q < accumulators; q++) {
            m.move(q, q % vectors);
        }
        m.address(Reg.T1, at(Reg.WEIGHTS, header(m.width())));
        m.move(Reg.T0, Reg.IN);
        m.loop(Reg.T2, taps.areAlike() ? taps.planes() : taps.planes() - 1, () -> {
            plane(m, dot, pixels, ahead, taps.whole());
            m.add(Reg.T0, taps.plane() - taps.rows() * taps.row());
        });
        if (!taps.areAlike()) {
            plane(m, dot, pixels, ahead, taps.last());
        }
        int held = vectors > 4 || residual != null || !isPlain() || ending instanceof RealEnding
                ? 0
                : Math.min(vectors, m.vectors() - dot.temporaries() - accumulators);
        for (int j = 0; j < held; j++) {
            m.load(accumulators + j, at(Reg.WEIGHTS, (vectors + j) * m.width()));
        }
        for (int p = 0; p < pixels; p++) {
            finish(m, constants, p, accumulators, held);
        }
        m.add(Reg.IN, pixels * pixel);
        m.add(Reg.OUT, pixels * outPixel);
        if (residual != null) {
            m.add(Reg.EXTRA, pixels * residual.pixel());
        }
    }

    /** Registers that hold activations in turn, downwards; with two, one is loaded while the other is used. */
    private static int[] broadcasts(Machine m, DotProduct dot) {
        int last = m.vectors() - dot.temporaries() - 1;
        return m.loadsEarly() ? new int[] {last, last - 1} : new int[] {last};
    }

    private void plane(Machine m, DotProduct dot, int pixels, int ahead, Run run) {
        m.loop(Reg.T3, taps.rows(), () -> {
            m.loop(Reg.T4, run.columns(), () -> {
                int unroll = run.steps() <= UNROLLED ? run.steps() : UNROLL;
                m.loop(Reg.T5, run.steps() / unroll, () -> steps(m, dot, pixels, unroll, ahead));
                steps(m, dot, pixels, run.steps() % unroll, ahead);
                m.add(Reg.T0, run.column() - 4 * run.steps());
            });
            m.add(Reg.T0, taps.row() - run.columns() * run.column());
        });
    }

    private void steps(Machine m, DotProduct dot, int pixels, int n, int ahead) {
        int lines = (ahead * n + taps.dwords() - 1) / taps.dwords();
        int asked = 0;
        int accumulators = pixels * vectors;
        int[] broadcasts = broadcasts(m, dot);
        int turns = broadcasts.length;
        int end = broadcasts[turns - 1];
        int held = dot.takesRegisters() ? Math.min(vectors, end - accumulators) : 0;
        int weight = dot.weightVectors() * m.width();
        int loaded = 0;
        for (int u = 0; u < n; u++) {
            for (int j = 0; j < held; j++) {
                m.load(accumulators + j, at(Reg.T1, (u * vectors + j) * weight));
            }
            for (int p = 0; p < pixels; p++) {
                int now = u * pixels + p;
                for (; loaded < Math.min(now + turns, n * pixels); loaded++) {
                    int offset = loaded % pixels * pixel + 4 * (loaded / pixels);
                    dot.broadcast(broadcasts[loaded % turns], at(Reg.T0, offset));
                }
                int activations = broadcasts[now % turns];
                for (int j = 0; j < vectors; j++) {
                    if (j < held) {
                        dot.addBroadcast(p * vectors + j, activations, accumulators + j);
                    } else {
                        dot.addBroadcast(p * vectors + j, activations, at(Reg.T1, (u * vectors + j) * weight));
                    }
                }
            }
            for (; asked < lines * (u + 1) / n; asked++) {
                m.prefetch(at(AHEAD, 64 * asked));
            }
        }
        m.add(AHEAD, 64 * lines);
        m.add(Reg.T0, 4 * n);
        m.add(Reg.T1, n * vectors * weight);
    }

    private void finish(Machine m, ConstantPool constants, int p, int accumulators, int held) {
        for (int g = 0, group; g < vectors; g += group) {
            group = ChannelOrder.together(vectors, g);
            int heldHere = Math.clamp(held - g, 0, group);
            int v = p * vectors + g;
            At place = at(Reg.OUT, p * outPixel + g * m.width() / 4);
            int multipliers = (vectors + g) * m.width();
            switch (ending) {
                case RealEnding real ->
                    real.finish(
                            m,
                            constants,
                            v,
                            group,
                            g,
                            vectors,
                            accumulators,
                            at(Reg.OUT, p * outPixel + g * m.width()));
                case Rounding rounding
                when residual == null ->
                    rounding.requantize(
                            m,
                            constants,
                            v,
                            group,
                            multipliers,
                            accumulators + (heldHere > 0 ? g : 0),
                            heldHere,
                            place);
                case Rounding rounding -> end(m, constants, rounding, v, accumulators, p);
            }
        }
    }

    /** The end of pixel {@code p} of a tile, whose accumulators are in {@code v} and following. */
    void end(Machine m, ConstantPool constants, Rounding rounding, int v, int t, int p) {
        At place = at(Reg.OUT, p * outPixel);
        if (residual == null) {
            for (int g = 0, group; g < vectors; g += group) {
                group = ChannelOrder.together(vectors, g);
                int multipliers = (vectors + g) * m.width();
                rounding.requantize(m, constants, v + g, group, multipliers, t, 0, place.plus(g * m.width() / 4));
            }
            return;
        }
        for (int j = 0; j < vectors; j++) {
            m.toFloat(v + j, v + j);
            m.mul(v + j, v + j, at(Reg.WEIGHTS, (vectors + j) * m.width()));
        }
        add(m, constants, rounding, residual, v, vectors, t, p);
        rounding.store(m, constants, v, vectors, place);
    }

    /** Whether the end needs no temporaries. */
    private boolean isPlain() {
        return switch (ending) {
            case Rounding rounding -> rounding.curve() instanceof Rounding.Curve.Line;
            case RealEnding real -> real.function() instanceof RealFunction.Identity;
        };
    }

    private void add(Machine m, ConstantPool constants, Rounding rounding, Residual r, int v, int group, int t, int p) {
        if (group != 4) {
            throw new IllegalStateException("a residual needs blocks of 4 vectors, not " + group);
        }
        At factors = at(Reg.WEIGHTS, 2 * vectors * m.width());
        for (int j = 0; j < 4; j++) {
            m.round(v + j, v + j);
            m.min(v + j, v + j, constants.floats(127));
            m.max(v + j, v + j, constants.floats(r.low()));
            m.mul(v + j, v + j, factors);
        }
        m.expand(at(Reg.EXTRA, p * r.pixel()), t, r.form() == ByteForm.SIGNED, (j, dwords) -> {
            if (r.form() == ByteForm.OFFSET) {
                m.addInt(dwords, dwords, constants.ints(-128));
            }
            m.toFloat(dwords, dwords);
            m.mul(dwords, dwords, factors.plus(m.width()));
            m.addFloat(v + j, v + j, dwords);
            if (r.rescale() != 1) {
                m.round(v + j, v + j);
                m.min(v + j, v + j, constants.floats(127));
                m.max(v + j, v + j, constants.floats(0));
                m.mul(v + j, v + j, constants.floats(r.rescale()));
            }
            rounding.round(m, constants, v + j);
        });
    }
}
