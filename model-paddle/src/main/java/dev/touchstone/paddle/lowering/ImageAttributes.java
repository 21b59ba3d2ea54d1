package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import java.util.List;
import java.util.Map;

/** The attributes that convolutions and pools share. */
final class ImageAttributes {
    private static final Map<String, Padding.Mode> ALGORITHMS = Map.of(
            "EXPLICIT",
            Padding.Mode.EXPLICIT,
            "",
            Padding.Mode.EXPLICIT,
            "SAME",
            Padding.Mode.SAME,
            "VALID",
            Padding.Mode.VALID);

    private ImageAttributes() {}

    /** Two numbers, height first. */
    static Hw hw(OpReader op, String attribute, List<Integer> values) {
        if (values.size() != 2) {
            throw op.place().malformed("attribute '" + attribute + "'", "is " + values + "; expected 2 numbers");
        }
        return new Hw(values.getFirst(), values.getLast());
    }

    static Hw hw(OpReader op, String attribute, Hw absent) {
        return hw(op, attribute, op.integers(attribute, List.of(absent.h(), absent.w())));
    }

    /** The attributes {@code paddings} and {@code padding_algorithm}. */
    static Padding padding(OpReader op) {
        var p = op.integers("paddings", List.of(0, 0));
        return switch (op.choice("padding_algorithm", "EXPLICIT", ALGORITHMS)) {
            case SAME -> Padding.SAME;
            case VALID -> Padding.VALID;
            case EXPLICIT ->
                switch (p.size()) {
                    case 2 -> Padding.explicit(p.get(0), p.get(0), p.get(1), p.get(1));
                    case 4 -> Padding.explicit(p.get(0), p.get(1), p.get(2), p.get(3));
                    default ->
                        throw op.place()
                                .malformed(
                                        "attribute 'paddings'",
                                        "is " + p + "; expected [height, width] or [top, bottom, left, right]");
                };
        };
    }
}
