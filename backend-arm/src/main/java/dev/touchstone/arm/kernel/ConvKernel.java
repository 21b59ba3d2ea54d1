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
        for (int offset : taps.loose()) {
            for (int b = 0; b < 4; b++) {
                inputs[i] = offset + b;
                int place = i / 4 * vectors * copies + vector * copies + copies - 1;
                weights[i] = header(width) + place * width + order.place(element, b);
                i++;
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
        int factors = 2 * (terms.multiplier() - terms.start());
        float both = residual.sum(
                (float) Math.rint(sum * trial.weightFloat(terms.multiplier())),
                trial.extra(terms.output()),
                trial.weightFloat(factors),
                trial.weightFloat(factors + (terms.multiplier() - terms.start()) / vectors));
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
        if (!taps.loose().isEmpty()) {
            m.move(Reg.T0, Reg.IN);
            steps(m, dot, pixels, taps.loose().stream().mapToInt(o -> o).toArray(), 0);
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

    private void plane(Machine m, DotProduct dot, int pixels, int ahead, Taps.Run run) {
        m.loop(Reg.T3, taps.rows(), () -> {
            m.loop(Reg.T4, run.columns(), () -> {
                int unroll = run.steps() <= UNROLLED ? run.steps() : UNROLL;
                m.loop(Reg.T5, run.steps() / unroll, () -> run(m, dot, pixels, unroll, ahead));
                run(m, dot, pixels, run.steps() % unroll, ahead);
                m.add(Reg.T0, run.column() - 4 * run.steps());
            });
            m.add(Reg.T0, taps.row() - run.columns() * run.column());
        });
    }

    private void run(Machine m, DotProduct dot, int pixels, int n, int ahead) {
        var offsets = new int[n];
        for (int u = 0; u < n; u++) {
            offsets[u] = 4 * u;
        }
        steps(m, dot, pixels, offsets, ahead);
        m.add(Reg.T0, 4 * n);
    }

    private void steps(Machine m, DotProduct dot, int pixels, int[] offsets, int ahead) {
        int n = offsets.length;
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
                    int offset = loaded % pixels * pixel + offsets[loaded / pixels];
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
        if (vectors != 4) {
            throw new IllegalStateException("a residual needs blocks of 4 vectors, not " + vectors);
        }
        residual.add(m, constants, v, t, p, at(Reg.WEIGHTS, 2 * vectors * m.width()));
        for (int j = 0; j < vectors; j++) {
            rounding.round(m, constants, v + j);
        }
        rounding.store(m, constants, v, vectors, place);
    }

    /** Whether the end needs no temporaries. */
    private boolean isPlain() {
        return switch (ending) {
            case Rounding rounding -> rounding.curve() instanceof Rounding.Curve.Line;
            case RealEnding real -> real.function() instanceof RealFunction.Identity;
        };
    }
}
