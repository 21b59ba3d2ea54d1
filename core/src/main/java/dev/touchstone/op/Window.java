package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;

/** How a pooling operator cuts an image into windows. */
public sealed interface Window {
    /** The whole image: one output. */
    record Global() implements Window {
        @Override
        public String toString() {
            return "global";
        }
    }

    /** Bins {@code [i*H/oh, ceil((i+1)*H/oh))} that cover the image. */
    record Adaptive(Hw output) implements Window {
        public Adaptive {
            Attributes.positive("adaptive output size", Math.min(output.h(), output.w()));
        }

        @Override
        public String toString() {
            return "adaptive " + output;
        }
    }

    /** A window that moves by the stride; with {@code ceil} a last window that only partly overlaps counts. */
    record Sliding(Hw kernel, Hw stride, Padding padding, boolean ceil) implements Window {
        public Sliding {
            Attributes.positive("kernel", Math.min(kernel.h(), kernel.w()));
            Attributes.positive("stride", Math.min(stride.h(), stride.w()));
        }

        @Override
        public String toString() {
            return kernel + " stride " + stride + " padding " + padding + (ceil ? " ceil" : "");
        }
    }

    /** The number of windows along height and width (rule P3). */
    default Hw outputs(int h, int w) {
        return switch (this) {
            case Global() -> Hw.ONE;
            case Adaptive(var output) -> output;
            case Sliding(var kernel, var stride, var padding, var ceil) -> {
                var p = padding.resolve(h, w, kernel, stride);
                yield new Hw(
                        windows("height", h, p.top(), p.bottom(), kernel.h(), stride.h(), ceil),
                        windows("width", w, p.left(), p.right(), kernel.w(), stride.w(), ceil));
            }
        };
    }

    private static int windows(String axis, int in, int before, int after, int kernel, int stride, boolean ceil) {
        long padded = (long) in + before + after;
        long out = (padded - kernel + (ceil ? stride - 1 : 0)) / stride + 1;
        if (out < 1) {
            throw new InvalidGraphException("kernel reaches over " + kernel + " of the padded " + axis + " " + padded
                    + "; expected less than " + (padded + (ceil ? 2L * stride - 1 : stride)));
        }
        return Attributes.extent("output " + axis, out);
    }
}
