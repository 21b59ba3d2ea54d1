package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.ArrayList;
import java.util.List;

/**
 * The code of a {@link ConvKernel} with few taps: the end of each tile is mixed into the products of the next.
 *
 * <p>A processor looks a few hundred instructions ahead. Where a tile's end has as many, the multipliers run out of work
 * meanwhile; mixed, they never do. Two sets of accumulators take turns: while one is summed up, the other is finished.
 * Rows have an even number of tiles, so that each begins with the first set.
 *
 * <p>{@code IN} is at the tile whose products are computed, {@code OUT} and {@code EXTRA} at the one before. Before the
 * first there is none: what is finished then goes to a place that nobody reads.
 */
final class AlternatingTiles {
    /** Accumulators of a set. */
    private static final int SET = 12;

    /** Four temporaries of an end follow the sets, then weights, and in the last register activations. */
    private static final int TEMPORARIES = 2 * SET;

    private static final int WEIGHTS = TEMPORARIES + 4;
    private static final int HELD = 3;
    private static final int ACTIVATIONS = WEIGHTS + HELD;

    /** Points at the weights that come next. */
    private static final Reg AHEAD = Reg.T5;

    /**
     * Weights of more dwords of taps than this fill the first cache, from which such narrow tiles read them often; and
     * there are products enough to hide an end behind.
     */
    private static final int FEW = 64;

    /** With a residual there is twice as much to hide. */
    private static final int FEW_SUMMED = 128;

    private final ConvKernel kernel;
    private final Taps taps;
    private final Rounding rounding;
    private final Machine m;
    private final ConstantPool constants;
    private final DotProduct dot;
    private final int vectors;

    AlternatingTiles(ConvKernel kernel, Rounding rounding, Machine m, ConstantPool constants, DotProduct dot) {
        this.kernel = kernel;
        this.taps = kernel.taps();
        this.rounding = rounding;
        this.m = m;
        this.constants = constants;
        this.dot = dot;
        this.vectors = kernel.vectors();
    }

    /** Whether a kernel is better emitted this way. */
    static boolean suit(ConvKernel kernel, Machine m) {
        var taps = kernel.taps();
        boolean plain = kernel.activations() != null
                && kernel.ending() instanceof Rounding rounding
                && rounding.curve() instanceof Rounding.Curve.Line;
        boolean unrolled = taps.planes() == 1
                ? taps.dwords() <= ConvKernel.UNROLLED
                : taps.rows() * taps.whole().columns() == 1 && taps.whole().steps() <= ConvKernel.UNROLLED;
        return m.alternates()
                && plain
                && kernel.vectors() <= 4
                && unrolled
                && taps.dwords() <= (kernel.residual() == null ? FEW : FEW_SUMMED)
                && kernel.width() >= 14;
    }

    /**
     * Two neighbouring tiles.
     *
     * @param before pixels of the tile before them
     * @param first pixels of the first
     * @param second pixels of the second
     * @param opens whether they begin a row
     */
    private record Pair(int before, int first, int second, boolean opens) {}

    /** A row, as few tiles as an even number allows. */
    private List<Pair> row() {
        int most = SET / vectors;
        int pairs = (kernel.width() + 2 * most - 1) / (2 * most);
        int narrow = kernel.width() / (2 * pairs);
        int wide = kernel.width() % (2 * pairs);
        var row = new ArrayList<Pair>();
        for (int i = 0; i < pairs; i++) {
            int before = i == 0 || 2 * i > wide ? narrow : narrow + 1;
            int first = 2 * i < wide ? narrow + 1 : narrow;
            int second = 2 * i + 1 < wide ? narrow + 1 : narrow;
            row.add(new Pair(before, first, second, i == 0));
        }
        return row;
    }

    void emit() {
        var row = row();
        int ahead = kernel.linesAhead(m, dot, 2 * row.size());
        if (ahead > 0) {
            m.address(AHEAD, kernel.nextWeights(m, dot));
        }
        int last = row.getFirst().before();
        m.scratch(last * kernel.outPixel() + m.width(), () -> {
            // T6 and T7 are the ways of OUT and EXTRA from the last tile of a row to the first of the next
            m.address(Reg.T0, at(Reg.SCRATCH, 0));
            m.move(Reg.T6, Reg.OUT);
            m.sub(Reg.T6, Reg.T0);
            m.move(Reg.OUT, Reg.T0);
            m.set(Reg.T7, 0);
            m.loop(Reg.COUNT, () -> {
                for (int i = 0, times; i < row.size(); i += times) {
                    var pair = row.get(i);
                    times = 1;
                    while (i + times < row.size() && row.get(i + times).equals(pair)) {
                        times++;
                    }
                    m.loop(Reg.T8, times, () -> pair(pair, ahead));
                }
                m.add(Reg.IN, kernel.row() - kernel.width() * kernel.pixel());
                m.set(Reg.T6, kernel.outRow() - (kernel.width() - last) * kernel.outPixel());
                if (kernel.residual() != null) {
                    var other = kernel.residual();
                    m.set(Reg.T7, other.row() - (kernel.width() - last) * other.pixel());
                }
            });
            for (int p = 0; p < last; p++) {
                end(SET, p);
            }
        });
    }

    private void pair(Pair pair, int ahead) {
        tile(0, pair.first(), pair.before(), pair.opens(), ahead);
        tile(SET, pair.second(), pair.first(), false, ahead);
    }

    /** The products of a tile in a set of accumulators, mixed with the end of the one before, in the other set. */
    private void tile(int set, int pixels, int before, boolean opensRow, int ahead) {
        for (int q = 0; q < pixels * vectors; q++) {
            if (q < vectors) {
                m.load(set + q, at(Reg.WEIGHTS, q * m.width()));
            } else {
                m.move(set + q, set + q % vectors);
            }
        }
        m.address(Reg.T1, at(Reg.WEIGHTS, kernel.header(m.width())));
        m.move(Reg.T0, Reg.IN);
        run(0, set, pixels, before, ahead);
        boolean partial = taps.planes() > 1 && !taps.areAlike();
        m.loop(Reg.T2, taps.planes() - (partial ? 2 : 1), () -> next(1, set, pixels));
        if (partial) {
            next(taps.planes() - 1, set, pixels);
        }
        m.add(Reg.IN, pixels * kernel.pixel());
        if (opensRow) {
            m.add(Reg.OUT, Reg.T6);
            m.add(Reg.EXTRA, Reg.T7);
        } else {
            m.add(Reg.OUT, before * kernel.outPixel());
            m.add(
                    Reg.EXTRA,
                    kernel.residual() == null ? 0 : before * kernel.residual().pixel());
        }
    }

    /** A plane behind the first. */
    private void next(int plane, int set, int pixels) {
        m.add(Reg.T0, taps.plane());
        m.add(Reg.T1, weights(taps.rows() * taps.whole().dwords(), 0).displacement());
        run(plane, set, pixels, 0, 0);
    }

    /** All taps of a plane, with the ends of {@code before} pixels of the other set at equal distances. */
    private void run(int plane, int set, int pixels, int before, int ahead) {
        int held = Math.min(vectors, HELD);
        int steps = taps.planes() == 1
                ? taps.dwords()
                : taps.rows() * taps.run(plane).dwords();
        int ended = 0;
        int asked = 0;
        for (int u = 0; u < steps; u++) {
            for (int j = 0; j < held; j++) {
                m.load(WEIGHTS + j, weights(u, j));
            }
            for (int p = 0; p < pixels; p++) {
                dot.broadcast(ACTIVATIONS, at(Reg.T0, p * kernel.pixel() + taps.offset(plane, u)));
                for (int j = 0; j < vectors; j++) {
                    if (j < held) {
                        dot.addBroadcast(set + p * vectors + j, ACTIVATIONS, WEIGHTS + j);
                    } else {
                        dot.addBroadcast(set + p * vectors + j, ACTIVATIONS, weights(u, j));
                    }
                }
            }
            for (; ended < before * (u + 1) / steps; ended++) {
                end(SET - set, ended);
            }
            for (; asked < ahead * (u + 1) / steps; asked++) {
                m.prefetch(at(AHEAD, 64 * asked));
            }
        }
        m.add(AHEAD, 64 * ahead);
    }

    private At weights(int step, int vector) {
        return at(Reg.T1, (step * vectors + vector) * dot.weightVectors() * m.width());
    }

    private void end(int set, int pixel) {
        kernel.end(m, constants, rounding, set + pixel * vectors, TEMPORARIES, pixel);
    }
}
