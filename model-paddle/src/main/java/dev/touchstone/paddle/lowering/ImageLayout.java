package dev.touchstone.paddle.lowering;

import java.util.Map;

/** Where the channels of an image stand. Operators know them in axis 1 only; the lowering moves them there and back. */
enum ImageLayout {
    CHANNELS_FIRST,
    CHANNELS_LAST;

    private static final Map<String, ImageLayout> IMAGES = Map.of(
            "NCHW", CHANNELS_FIRST, "AnyLayout", CHANNELS_FIRST, "ANYLAYOUT", CHANNELS_FIRST, "NHWC", CHANNELS_LAST);
    private static final Map<String, ImageLayout> VOLUMES = Map.of("NCDHW", CHANNELS_FIRST, "NDHWC", CHANNELS_LAST);

    /** Of an operator on images; Paddle Lite's kernels read NHWC as NCHW, so that its dialect refuses it. */
    static ImageLayout ofImage(OpReader op, String attribute) {
        var layout = op.choice(attribute, "NCHW", IMAGES);
        if (layout == CHANNELS_LAST && op.dialect() == Dialect.LITE) {
            throw op.refuse(attribute, "'NHWC'", "'NCHW' in programs that Paddle Lite wrote");
        }
        return layout;
    }

    static ImageLayout ofVolume(OpReader op, String attribute) {
        return op.choice(attribute, "NCDHW", VOLUMES);
    }
}
