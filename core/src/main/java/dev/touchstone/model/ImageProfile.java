package dev.touchstone.model;

import java.util.List;

/**
 * How a picture becomes the input of an image classifier: resize, then {@code (value / 255 - mean[c]) / std[c]} in
 * float32.
 *
 * @param labels text of each class; empty if the model does not bring any
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height of the input in pixels
 * @param width of the input in pixels
 * @param mean one number for each channel
 * @param std one number for each channel
 */
public record ImageProfile(
        List<String> labels, int channels, int height, int width, List<Float> mean, List<Float> std, Resize resize) {
    /** How a picture of another size is fitted. */
    public enum Resize {
        /** Straight to the size, aspect ratio not kept, bicubic. */
        STRETCH,
        /** Short side to 8/7 of the size, then the centre. */
        CENTER_CROP
    }

    public ImageProfile {
        labels = List.copyOf(labels);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
