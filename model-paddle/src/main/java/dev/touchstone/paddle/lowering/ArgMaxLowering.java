package dev.touchstone.paddle.lowering;

import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Flatten;
import dev.touchstone.tensor.DataType;
import java.util.List;

/** {@code arg_max}, {@code arg_min}. */
final class ArgMaxLowering {
    private ArgMaxLowering() {}

    static Lowering of(ArgMax.Kind kind) {
        return op -> {
            var x = op.input("X");
            var out = op.output("Out");
            int axis = op.integer("axis");
            boolean keep = op.flag("keepdims", false);
            boolean flat = op.flag("flatten", false);
            var type = type(op);
            boolean scalars = op.hasScalars();
            return nodes -> {
                var input = nodes.value(x);
                if (flat) {
                    var all = nodes.help("flat", new Flatten(List.of()), input);
                    nodes.emit(out, new ArgMax(kind, 0, !scalars || keep, type), all);
                } else {
                    boolean vector = input.type().rank() == 1 && !scalars;
                    nodes.emit(out, new ArgMax(kind, axis, keep || vector, type), input);
                }
            };
        };
    }

    private static DataType type(OpReader op) {
        int code = op.integer("dtype", ElementTypes.INT64);
        return switch (code) {
            case -1, ElementTypes.INT64 -> DataType.INT64;
            case ElementTypes.INT32 -> DataType.INT32;
            default -> throw op.refuse("dtype", ElementTypes.describe(code), "-1, INT64 (3) or INT32 (2)");
        };
    }
}
