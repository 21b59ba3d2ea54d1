package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Resize;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code nearest_interp}, {@code bilinear_interp} and their second versions. The attribute {@code interp_method}
 * decides, not the operator's name, and is bilinear by default. The versions differ in the ratio that follows from a
 * scale: the first takes input size over output size, the second the reciprocal of the scale.
 */
final class ResizeLowering {
    private static final Map<String, Resize.Method> METHODS =
            Map.of("nearest", Resize.Method.NEAREST, "bilinear", Resize.Method.BILINEAR);

    private final Ref x;
    private final Ref out;
    private final boolean second;
    private final Resize.Method method;
    private final Resize.Coordinates coordinates;
    private final ImageLayout layout;
    private final List<Ref> sizeTensors;
    private final Optional<Ref> outSize;
    private final Optional<Ref> scaleTensor;
    private final List<Float> scales;
    private final int outH;
    private final int outW;

    private ResizeLowering(OpReader op, boolean second) {
        this.second = second;
        x = op.input("X");
        out = op.output("Out");
        method = op.choice("interp_method", "bilinear", METHODS);
        coordinates = coordinates(op);
        layout = ImageLayout.ofImage(op, "data_layout");
        sizeTensors = op.optionalInputs("SizeTensor");
        outSize = op.optionalInput("OutSize");
        scaleTensor = op.optionalInput("Scale");
        scales = second ? op.attributes().reals("scale").orElse(List.of()) : single(op.real("scale", 0f));
        outH = op.integer("out_h", 0);
        outW = op.integer("out_w", 0);
        if (second && !(scales.isEmpty() || scales.size() == 2)) {
            throw op.place().malformed("attribute 'scale'", "is " + scales + "; expected none or [height, width]");
        }
        if (second && scales.stream().anyMatch(s -> !(s > 0))) {
            throw new InvalidGraphException("attribute 'scale' is " + scales + "; expected positive numbers");
        }
    }

    static Lowering.Step first(OpReader op) {
        return new ResizeLowering(op, false)::emit;
    }

    static Lowering.Step second(OpReader op) {
        return new ResizeLowering(op, true)::emit;
    }

    /** A scale that is not positive means: none. */
    private static List<Float> single(float scale) {
        return scale > 0 ? List.of(scale, scale) : List.of();
    }

    private Resize.Coordinates coordinates(OpReader op) {
        int mode = op.integer("align_mode", 1);
        if (mode != 0 && mode != 1) {
            throw op.refuse("align_mode", mode, "0 or 1");
        }
        if (op.flag("align_corners", true)) {
            return Resize.Coordinates.ALIGN_CORNERS;
        }
        return mode == 0 && method == Resize.Method.BILINEAR
                ? Resize.Coordinates.HALF_PIXEL
                : Resize.Coordinates.ASYMMETRIC;
    }

    private void emit(NodeEmitter nodes) {
        nodes.value(x).type().requireRank(4);
        boolean last = layout == ImageLayout.CHANNELS_LAST;
        var image = last ? nodes.channelsFirst(nodes.value(x)) : nodes.value(x);
        var factors = factors(nodes);
        var size = size(nodes, image.type().shape(), factors);
        if (size.h() == image.type().shape().extent(2)
                && size.w() == image.type().shape().extent(3)) {
            nodes.emit(out, new Identity(), nodes.value(x));
            return;
        }
        boolean byScale = second && coordinates != Resize.Coordinates.ALIGN_CORNERS;
        var resize = new Resize(method, size, coordinates, byScale ? factors : List.of());
        if (last) {
            nodes.emitChannelsLast(out, nodes.help("resize", resize, image));
        } else {
            nodes.emit(out, resize, image);
        }
    }

    /** The scales, from the slot or else the attribute; none if neither gives any. */
    private List<Float> factors(NodeEmitter nodes) {
        if (scaleTensor.isEmpty() || hasSize()) {
            return scales;
        }
        var given = nodes.reals("Scale", scaleTensor.get());
        for (float scale : given) {
            if (!(scale > 0)) {
                throw new InvalidGraphException("slot 'Scale' holds " + scale + "; expected positive numbers");
            }
        }
        return List.of(given[0], given.length > 1 ? given[1] : given[0]);
    }

    private boolean hasSize() {
        return !sizeTensors.isEmpty() || outSize.isPresent();
    }

    private Hw size(NodeEmitter nodes, Shape image, List<Float> factors) {
        if (hasSize()) {
            var given = sizeTensors.isEmpty()
                    ? nodes.integers("OutSize", outSize.orElseThrow())
                    : nodes.integers("SizeTensor", sizeTensors);
            if (given.size() != 2) {
                throw new InvalidGraphException("output size is " + given + "; expected [height, width]");
            }
            return require(new Hw(given.getFirst(), given.getLast()));
        }
        if (!factors.isEmpty()) {
            return require(
                    new Hw((int) (image.extent(2) * factors.getFirst()), (int) (image.extent(3) * factors.getLast())));
        }
        return require(new Hw(outH, outW));
    }

    private static Hw require(Hw size) {
        if (size.h() < 1 || size.w() < 1) {
            throw new InvalidGraphException("output size is " + size + "; expected 1 or more in each axis");
        }
        return size;
    }
}
