package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.ArrayList;
import java.util.List;

/**
 * The code of a {@link ConvKernel} whose taps are few: the end of each tile is mixed into the products of the next.
 *
 * <p>A processor looks a few hundred instructions ahead. Where an end has as many, nothing is left for the multipliers
 * meanwhile; mixed, they always have work. A tile's accumulators wait in memory, so that registers stay free for wide
 * tiles. {@code IN} is at the tile whose products are computed, {@code OUT} and {@code EXTRA} at the one before. The
 * first tile has none before it: what is finished then is nobody's, and goes to a place that nobody reads.
 */
final class DeferredTiles {
    /** Without a residual, more dwords of taps than this hide a tile's end well enough. */
    private static final int FEW = 64;

    private final ConvKernel kernel;
    private final ConvKernel.Taps taps;
    private final Rounding rounding;
    private final Machine m;
    private final ConstantPool constants;
    private final DotProduct dot;
    private final int vectors;

    /** Registers from here on belong to the end of the tile before; the last one holds activations. */
    private final int temporaries;

    private final Tiles tiles;

    DeferredTiles(ConvKernel kernel, Rounding rounding, Machine m, ConstantPool constants, DotProduct dot) {
        this.kernel = kernel;
        this.taps = kernel.taps();
        this.rounding = rounding;
        this.m = m;
        this.constants = constants;
        this.dot = dot;
        this.vectors = kernel.vectors();
        this.temporaries = m.vectors() - 1 - (kernel.residual() == null ? vectors : 2 * vectors);
        this.tiles = Tiles.of(kernel.width(), (temporaries - Math.min(vectors, 3)) / vectors);
    }

    /** Whether a kernel is better emitted this way. */
    static boolean suit(ConvKernel kernel, Machine m) {
        var taps = kernel.taps();
        boolean plain = kernel.activations() != null
                && kernel.ending() instanceof Rounding rounding
                && rounding.curve() instanceof Rounding.Curve.Line;
        boolean few = kernel.residual() != null || taps.dwords() <= FEW;
        boolean grouped = kernel.vectors() == 2 || kernel.vectors() == 4;
        return m.defersEnds() && plain && few && grouped && (isOneRun(taps) || isPointwise(taps));
    }

    private static boolean isOneRun(ConvKernel.Taps taps) {
        return taps.planes() == 1 && taps.dwords() <= ConvKernel.UNROLLED;
    }

    private static boolean isPointwise(ConvKernel.Taps taps) {
        return taps.rows() * taps.columns() == 1 && taps.steps() <= ConvKernel.UNROLLED;
    }

    void emit() {
        int waiting = tiles.width() * vectors * m.width();
        int last = tiles.narrow() > 0 ? tiles.width() - 1 : tiles.width();
        int nowhere = tiles.width() * kernel.outPixel() + m.width();
        m.scratch(waiting + nowhere, () -> {
            // T6 and T7 are the ways of OUT and EXTRA from the last tile of a row to the first of the next
            m.address(Reg.T0, at(Reg.SCRATCH, waiting));
            m.move(Reg.T6, Reg.OUT);
            m.sub(Reg.T6, Reg.T0);
            m.move(Reg.OUT, Reg.T0);
            m.set(Reg.T7, 0);
            m.loop(Reg.COUNT, () -> {
                tile(tiles.width(), last, () -> {
                    m.add(Reg.OUT, Reg.T6);
                    m.add(Reg.EXTRA, Reg.T7);
                });
                m.set(Reg.T6, kernel.outRow() - (kernel.width() - last) * kernel.outPixel());
                if (kernel.residual() != null) {
                    var other = kernel.residual();
                    m.set(Reg.T7, other.row() - (kernel.width() - last) * other.pixel());
                }
                m.loop(Reg.T8, tiles.wide() - 1, () -> tile(tiles.width(), tiles.width()));
                if (tiles.narrow() > 0) {
                    tile(tiles.width() - 1, tiles.width());
                    m.loop(Reg.T8, tiles.narrow() - 1, () -> tile(tiles.width() - 1, tiles.width() - 1));
                }
                m.add(Reg.IN, kernel.row() - kernel.width() * kernel.pixel());
            });
            ends(last, () -> {}).forEach(Runnable::run);
        });
    }

    private void tile(int pixels, int before) {
        tile(pixels, before, () -> {
            m.add(Reg.OUT, before * kernel.outPixel());
            if (kernel.residual() != null) {
                m.add(Reg.EXTRA, before * kernel.residual().pixel());
            }
        });
    }

    /** The products of so many pixels, mixed with the end of a tile of {@code before} pixels. */
    private void tile(int pixels, int before, Runnable advance) {
        int accumulators = pixels * vectors;
        for (int j = 0; j < vectors; j++) {
            m.load(j, at(Reg.WEIGHTS, j * m.width()));
        }
        for (int q = vectors; q < accumulators; q++) {
            m.move(q, q % vectors);
        }
        m.address(Reg.T1, at(Reg.WEIGHTS, kernel.header(m.width())));
        m.move(Reg.T0, Reg.IN);
        run(pixels, ends(before, advance));
        m.loop(Reg.T2, taps.planes() - 1, () -> {
            m.add(Reg.T0, taps.plane());
            m.add(Reg.T1, stepBytes() * taps.steps());
            run(pixels, List.of());
        });
        for (int q = 0; q < accumulators; q++) {
            m.store(at(Reg.SCRATCH, q * m.width()), q);
        }
        m.add(Reg.IN, pixels * kernel.pixel());
    }

    private int stepBytes() {
        return vectors * dot.weightVectors() * m.width();
    }

    /** All taps of one plane, with other work in between at equal distances. */
    private void run(int pixels, List<Runnable> mixed) {
        int accumulators = pixels * vectors;
        int activations = m.vectors() - 1;
        int held = Math.min(vectors, temporaries - accumulators);
        int steps = taps.rows() * taps.columns() * taps.steps();
        int done = 0;
        for (int u = 0; u < steps; u++) {
            for (int j = 0; j < held; j++) {
                m.load(accumulators + j, weights(u, j));
            }
            for (int p = 0; p < pixels; p++) {
                dot.broadcast(activations, at(Reg.T0, p * kernel.pixel() + taps.offset(u)));
                for (int j = 0; j < vectors; j++) {
                    if (j < held) {
                        dot.addBroadcast(p * vectors + j, activations, accumulators + j);
                    } else {
                        dot.addBroadcast(p * vectors + j, activations, weights(u, j));
                    }
                }
                int due = mixed.size() * (u * pixels + p + 1) / (steps * pixels);
                for (; done < due; done++) {
                    mixed.get(done).run();
                }
            }
        }
    }

    private At weights(int step, int vector) {
        return at(Reg.T1, step * stepBytes() + vector * dot.weightVectors() * m.width());
    }

    /** The end of a tile whose accumulators wait in memory, in parts that may stand apart. */
    private List<Runnable> ends(int pixels, Runnable advance) {
        var parts = new ArrayList<Runnable>();
        for (int p = 0; p < pixels; p++) {
            int pixel = p;
            parts.add(() -> end(pixel));
        }
        parts.add(advance);
        return parts;
    }

    private void end(int p) {
        int v = temporaries;
        for (int j = 0; j < vectors; j++) {
            m.load(v + j, at(Reg.SCRATCH, (p * vectors + j) * m.width()));
        }
        kernel.end(m, constants, rounding, v, v + vectors, p);
    }
}
