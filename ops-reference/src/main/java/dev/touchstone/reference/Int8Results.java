package dev.touchstone.reference;

import dev.touchstone.tensor.Tensor;

/**
 * The end of an int8 convolution or matrix product: turns a row of accumulators into results and stores them. Belongs to
 * one run.
 */
sealed interface Int8Results {
    /** Converts {@code accumulators[0..n)}, all of one output channel. */
    void convert(int[] accumulators, int n, int channel);

    /** Converts {@code accumulators[0..n)} of as many channels, from {@code first} on. */
    void convertChannels(int[] accumulators, int n, int first);

    /** Copies n results of the converted row, from {@code from} on, to the output at {@code at}. */
    void store(int from, int at, int n);

    /** The results of one run. */
    static Int8Results of(Int8Product product, Tensor y, int length, Scratch scratch) {
        var rounding = product.rounding();
        return rounding == null
                ? new Float32(product, y.floats(), scratch.floats(length))
                : new Int8(product, rounding, y.bytes(), scratch.bytes(length), scratch.floats(length));
    }

    /** Rules C8 and C9. */
    final class Int8 implements Int8Results {
        private final Int8Product product;
        private final Int8Rounding rounding;
        private final byte[] y;
        private final byte[] row;
        private final float[] work;

        private Int8(Int8Product product, Int8Rounding rounding, byte[] y, byte[] row, float[] work) {
            this.product = product;
            this.rounding = rounding;
            this.y = y;
            this.row = row;
            this.work = work;
        }

        @Override
        public void convert(int[] accumulators, int n, int channel) {
            rounding.round(accumulators, row, n, product.multipliers()[channel], work);
        }

        @Override
        public void convertChannels(int[] accumulators, int n, int first) {
            scaleChannels(accumulators, work, n, product.multipliers(), first);
            rounding.round(work, row, n);
        }

        @Override
        public void store(int from, int at, int n) {
            System.arraycopy(row, from, y, at, n);
        }
    }

    /** Rule C10. */
    final class Float32 implements Int8Results {
        private final Int8Product product;
        private final float[] y;
        private final float[] row;

        private Float32(Int8Product product, float[] y, float[] row) {
            this.product = product;
            this.y = y;
            this.row = row;
        }

        @Override
        public void convert(int[] accumulators, int n, int channel) {
            IntRows.scale(accumulators, row, n, product.multipliers()[channel]);
            var bias = product.realBias();
            if (bias != null) {
                FloatRows.addConstant(row, n, bias[channel]);
            }
            FloatActivation.apply(product.activation(), row, n);
        }

        @Override
        public void convertChannels(int[] accumulators, int n, int first) {
            scaleChannels(accumulators, row, n, product.multipliers(), first);
            var bias = product.realBias();
            if (bias != null) {
                FloatRows.add(row, bias, first, n);
            }
            FloatActivation.apply(product.activation(), row, n);
        }

        @Override
        public void store(int from, int at, int n) {
            System.arraycopy(row, from, y, at, n);
        }
    }

    private static void scaleChannels(int[] accumulators, float[] result, int n, float[] multipliers, int first) {
        for (int i = 0; i < n; i++) {
            result[i] = (float) accumulators[i] * multipliers[first + i];
        }
    }
}
