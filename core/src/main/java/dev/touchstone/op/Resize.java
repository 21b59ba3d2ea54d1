package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Another height and width by interpolation. Semantics: rules I1 to I5 of {@code ResizeKernel}.
 *
 * @param scales empty: the ratio is input size over output size; else the two scales (height, width) whose reciprocals
 *     are the ratios
 */
public record Resize(Method method, Hw size, Coordinates coordinates, List<Float> scales) implements Operator {
    /** How a value is made. */
    public enum Method {
        /** That of one input element. */
        NEAREST,
        /** The weighted mean of four neighbours. */
        BILINEAR
    }

    /** Which input position an output position stands for. */
    public enum Coordinates {
        /** Corners lie on corners. */
        ALIGN_CORNERS,
        /** Pixels are areas; their centres correspond. Bilinear only. */
        HALF_PIXEL,
        /** Position 0 lies on position 0. */
        ASYMMETRIC
    }

    public Resize {
        scales = List.copyOf(scales);
        Attributes.positive("output height", size.h());
        Attributes.positive("output width", size.w());
        Attributes.require(
                scales.isEmpty() || (scales.size() == 2 && scales.stream().allMatch(s -> s > 0 && Float.isFinite(s))),
                "scales are %s; expected none or two positive numbers",
                scales);
        Attributes.require(
                method == Method.BILINEAR || coordinates != Coordinates.HALF_PIXEL,
                "coordinates are HALF_PIXEL for NEAREST; expected ALIGN_CORNERS or ASYMMETRIC");
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs).requireRank(4);
        return List.of(x.withShape(x.shape().with(2, size.h()).with(3, size.w())));
    }
}
