package dev.touchstone.reference;

import dev.touchstone.op.Activation;
import dev.touchstone.op.ConvGeometry;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Conv2dKernel} on float32: rules C4 to C6 and C12. A padded tap adds
 * weight * 0, which changes no sum that began at +0 unless the weight is infinite or NaN; filters with such weights take
 * the literal way. Immutable.
 */
final class Conv2dFloat implements Kernel.WithScratch {
    private final ConvGeometry g;
    private final Activation activation;
    private final TapRows tiles;
    private final int kernel;
    private final int taps;

    Conv2dFloat(ConvGeometry g, Activation activation) {
        this.g = g;
        this.activation = activation;
        this.tiles = new TapRows(g);
        this.kernel = g.kernel().h() * g.kernel().w();
        this.taps = g.group() * kernel;
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, Scratch scratch) {
        float[] w = inputs.get(1).floats();
        float[] bias = inputs.size() == 3 ? inputs.get(2).floats() : null;
        var run = new Run(inputs.get(0).floats(), w, bias, outputs.getFirst().floats(), scratch);
        boolean finite = isFinite(w);
        for (int n = 0; n < g.n(); n++) {
            for (int group = 0; group < g.groups(); group++) {
                for (int y0 = 0; y0 < g.outH(); y0 += tiles.lines()) {
                    int lines = Math.min(tiles.lines(), g.outH() - y0);
                    if (finite) {
                        run.gather(n, group, y0, lines);
                        run.compute(n, group, y0, lines);
                    } else {
                        run.computeLiterally(n, group, y0, lines);
                    }
                }
            }
        }
    }

    private static boolean isFinite(float[] w) {
        // 0 * infinity and 0 * NaN are NaN, and so is every sum with them.
        float sum = 0;
        for (float v : w) {
            sum += 0 * v;
        }
        return sum == 0;
    }

    /** The arrays of one run: the rows of all taps of a group, and behind them those of some sums. */
    private final class Run implements TapRows.Mover {
        private final float[] x;
        private final float[] w;
        private final float @Nullable [] bias;
        private final float[] y;
        private final float[][] rows;
        private final float[] sharedPlane;
        private float[] plane;
        private int firstRow;

        Run(float[] x, float[] w, float @Nullable [] bias, float[] y, Scratch scratch) {
            this.x = x;
            this.w = w;
            this.bias = bias;
            this.y = y;
            this.rows = scratch.floatRows(taps + tiles.sums(), tiles.length(tiles.lines()));
            this.sharedPlane = scratch.floats(tiles.planeLength());
            this.plane = sharedPlane;
        }

        void gather(int n, int group, int y0, int lines) {
            for (int c = 0; c < g.group(); c++) {
                firstRow = c * kernel;
                plane = tiles.planeIsRow() ? rows[firstRow] : sharedPlane;
                tiles.gather(channel(n, group, c), y0, lines, this);
            }
        }

        /** Where a channel of a group begins in the input. */
        private int channel(int n, int group, int c) {
            return (n * g.c() + group * g.group() + c) * g.h() * g.w();
        }

        @Override
        public void clear(int from, int to) {
            Arrays.fill(plane, from, to, 0);
        }

        @Override
        public void pick(int from, int stride, int at, int n) {
            FloatRows.copy(x, from, stride, plane, at, n);
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
                    FloatRows.fill(rows[taps + i], length, 0);
                }
                FloatRows.addProducts(rows, taps, sums, length, w, m * taps);
                for (int i = 0; i < sums; i++) {
                    finish(rows[taps + i], n, m + i, y0, lines, tiles.pitch());
                }
            }
        }

        /** The same sums, position by position, with taps outside the image left out. */
        void computeLiterally(int n, int group, int y0, int lines) {
            int channels = g.m() / g.groups();
            float[] sums = rows[taps];
            for (int m = group * channels; m < (group + 1) * channels; m++) {
                for (int i = 0; i < lines; i++) {
                    for (int j = 0; j < g.outW(); j++) {
                        sums[i * g.outW() + j] = sum(n, group, m, y0 + i, j);
                    }
                }
                finish(sums, n, m, y0, lines, g.outW());
            }
        }

        private float sum(int n, int group, int m, int oh, int ow) {
            float sum = 0;
            int q = m * taps;
            for (int c = 0; c < g.group(); c++) {
                for (int u = 0; u < g.kernel().h(); u++) {
                    for (int v = 0; v < g.kernel().w(); v++, q++) {
                        int ih = oh * g.stride().h()
                                - g.padding().top()
                                + u * g.dilation().h();
                        int iw = ow * g.stride().w()
                                - g.padding().left()
                                + v * g.dilation().w();
                        if (ih >= 0 && ih < g.h() && iw >= 0 && iw < g.w()) {
                            sum = sum + w[q] * x[channel(n, group, c) + ih * g.w() + iw];
                        }
                    }
                }
            }
            return sum;
        }

        private void finish(float[] sums, int n, int m, int y0, int lines, int pitch) {
            int length = (lines - 1) * pitch + g.outW();
            int at = ((n * g.m() + m) * g.outH() + y0) * g.outW();
            if (bias != null) {
                FloatRows.addConstant(sums, length, bias[m]);
            }
            FloatActivation.apply(activation, sums, length);
            for (int i = 0; i < lines; i++) {
                System.arraycopy(sums, i * pitch, y, at + i * g.outW(), g.outW());
            }
        }
    }
}
