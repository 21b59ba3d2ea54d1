package dev.touchstone.reference;

import dev.touchstone.op.ConvGeometry;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** {@link Conv2dKernel} on int8: rules C4, C5 and C7 to C12. Immutable. */
final class Conv2dInt8 implements Kernel.WithScratch {
    private final ConvGeometry g;
    private final Int8Product product;
    private final TapRows tiles;
    private final int kernel;
    private final int taps;

    Conv2dInt8(ConvGeometry g, Int8Product product) {
        this.g = g;
        this.product = product;
        this.tiles = new TapRows(g);
        this.kernel = g.kernel().h() * g.kernel().w();
        this.taps = g.group() * kernel;
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, Scratch scratch) {
        var run = new Run(inputs.get(0).bytes(), inputs.get(1).bytes(), outputs.getFirst(), scratch);
        for (int n = 0; n < g.n(); n++) {
            for (int group = 0; group < g.groups(); group++) {
                for (int y0 = 0; y0 < g.outH(); y0 += tiles.lines()) {
                    int lines = Math.min(tiles.lines(), g.outH() - y0);
                    run.gather(n, group, y0, lines);
                    run.compute(n, group, y0, lines);
                }
            }
        }
    }

    /** The arrays of one run: the rows of all taps of a group, and behind them those of some accumulators. */
    private final class Run implements TapRows.Mover {
        private final byte[] x;
        private final byte[] w;
        private final Int8Results results;
        private final int[][] rows;
        private final int[] sharedPlane;
        private int[] plane;
        private int firstRow;

        Run(byte[] x, byte[] w, Tensor y, Scratch scratch) {
            this.x = x;
            this.w = w;
            int length = tiles.length(tiles.lines());
            this.rows = scratch.intRows(taps + tiles.sums(), length);
            this.sharedPlane = scratch.ints(tiles.planeLength());
            this.plane = sharedPlane;
            this.results = Int8Results.of(product, y, length, scratch);
        }

        void gather(int n, int group, int y0, int lines) {
            for (int c = 0; c < g.group(); c++) {
                firstRow = c * kernel;
                plane = tiles.planeIsRow() ? rows[firstRow] : sharedPlane;
                tiles.gather((n * g.c() + group * g.group() + c) * g.h() * g.w(), y0, lines, this);
            }
        }

        @Override
        public void clear(int from, int to) {
            Arrays.fill(plane, from, to, 0);
        }

        @Override
        public void pick(int from, int stride, int at, int n) {
            IntRows.widen(x, from, stride, plane, at, n);
        }

        @Override
        public void shift(int from, int tap, int at, int n) {
            System.arraycopy(plane, from, rows[firstRow + tap], at, n);
        }

        void compute(int n, int group, int y0, int lines) {
            int length = tiles.length(lines);
            int channels = g.m() / g.groups();
            int m = group * channels;
            int end = m + channels;
            for (; m < end; m += tiles.sums()) {
                int sums = Math.min(tiles.sums(), end - m);
                for (int i = 0; i < sums; i++) {
                    IntRows.fill(rows[taps + i], length, product.bias(m + i));
                }
                IntRows.addProducts(rows, taps, sums, length, w, m * taps);
                for (int i = 0; i < sums; i++) {
                    finish(rows[taps + i], n, m + i, y0, lines);
                }
            }
        }

        private void finish(int[] accumulators, int n, int m, int y0, int lines) {
            int at = ((n * g.m() + m) * g.outH() + y0) * g.outW();
            results.convert(accumulators, tiles.length(lines), m);
            if (tiles.pitch() == g.outW()) {
                results.store(0, at, lines * g.outW());
                return;
            }
            for (int i = 0; i < lines; i++) {
                results.store(i * tiles.pitch(), at + i * g.outW(), g.outW());
            }
        }
    }
}
