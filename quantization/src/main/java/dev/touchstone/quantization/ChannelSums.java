package dev.touchstone.quantization;

import dev.touchstone.tensor.Shape;

/** For each channel of a batch the sum over its samples of the channel's mean. */
final class ChannelSums {
    private ChannelSums() {}

    /**
     * Adds up.
     *
     * @param shape [samples, channels, height, width], whose channels are meant, or any other, where each element of a
     *     sample is a channel
     */
    static double[] of(float[] values, Shape shape) {
        int samples = shape.extent(0);
        boolean image = shape.rank() == 4 && shape.product(2, 4) > 1;
        int channels = image ? shape.extent(1) : values.length / samples;
        int area = values.length / samples / channels;
        double[] sums = new double[channels];
        for (int s = 0; s < samples; s++) {
            for (int c = 0; c < channels; c++) {
                double sum = 0;
                int from = (s * channels + c) * area;
                for (int i = from; i < from + area; i++) {
                    sum += values[i];
                }
                sums[c] += sum / area;
            }
        }
        return sums;
    }
}
