package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** {@code fill_constant}, {@code assign_value}, {@code shape}: values that are known when the graph is made. */
final class ConstantLowering {
    private ConstantLowering() {}

    static Lowering.Step shape(OpReader op) {
        var x = op.input("Input");
        var out = op.output("Out");
        return nodes -> nodes.emit(out, new ShapeOf(), nodes.value(x));
    }

    static Lowering.Step fill(OpReader op) {
        var out = op.output("Out");
        var type = type(op, op.integer("dtype", ElementTypes.FLOAT32));
        double value = value(op);
        var attribute = op.integers("shape", List.of());
        var tensor = op.optionalInput("ShapeTensor");
        var list = op.optionalInputs("ShapeTensorList");
        op.integer("force_cpu", 0);
        op.integer("place_type", -1);
        if (op.hasInput("ValueTensor")) {
            throw op.place().unsupported("slot 'ValueTensor'", "is given; supported is the attribute 'value'");
        }
        return nodes -> {
            var shape = Shape.of(tensor.map(r -> nodes.integers("ShapeTensor", r))
                    .orElseGet(() -> list.isEmpty() ? attribute : nodes.integers("ShapeTensorList", list)));
            var filled = nodes.allocate(TensorType.of(type, shape));
            for (int i = 0; i < shape.elements(); i++) {
                set(filled, i, value);
            }
            nodes.constant(out, filled);
        };
    }

    static Lowering.Step assignValue(OpReader op) {
        var out = op.output("Out");
        var shape = Shape.of(op.integers("shape"));
        var type = type(op, op.integer("dtype"));
        var values = values(op, type);
        if (values.length != shape.elements()) {
            throw new InvalidGraphException(
                    "has " + values.length + " values for shape " + shape + "; expected " + shape.elements());
        }
        var tensor = Tensor.allocate(TensorType.of(type, shape));
        for (int i = 0; i < values.length; i++) {
            set(tensor, i, values[i]);
        }
        return nodes -> nodes.constant(out, tensor);
    }

    /** The text wins over the number. */
    private static double value(OpReader op) {
        float number = op.real("value", 0f);
        String text = op.text("str_value", "");
        if (text.isEmpty()) {
            return number;
        }
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw op.place().malformed("attribute 'str_value'", "is '" + text + "'; expected a number");
                }
            }
        };
    }

    private static double[] values(OpReader op, DataType type) {
        return switch (type) {
            case FLOAT32 ->
                op.attributes().reals("fp32_values").orElse(List.of()).stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray();
            case INT32 ->
                op.integers("int32_values", List.of()).stream()
                        .mapToDouble(Integer::doubleValue)
                        .toArray();
            case INT64 ->
                op.attributes().longs("int64_values").orElse(List.of()).stream()
                        .mapToDouble(v -> exact(op, v))
                        .toArray();
            case BOOL ->
                op.attributes().flags("bool_values").orElse(List.of()).stream()
                        .mapToDouble(v -> v ? 1 : 0)
                        .toArray();
            case INT8, UINT8 -> throw op.refuse("dtype", type, "bool, int32, int64 or float32");
        };
    }

    private static double exact(OpReader op, long value) {
        if ((long) (double) value != value) {
            throw op.refuse("int64_values", value, "integers that float64 holds exactly");
        }
        return value;
    }

    private static DataType type(OpReader op, int code) {
        return ElementTypes.of(code)
                .orElseThrow(() -> op.refuse("dtype", ElementTypes.describe(code), ElementTypes.SUPPORTED));
    }

    /** Integer types truncate. */
    private static void set(Tensor tensor, int index, double value) {
        switch (tensor.type().dataType()) {
            case FLOAT32 -> tensor.floats()[index] = (float) value;
            case INT32 -> tensor.ints()[index] = (int) value;
            case INT64 -> tensor.longs()[index] = (long) value;
            case BOOL -> tensor.bytes()[index] = (byte) (value != 0 ? 1 : 0);
            case INT8, UINT8 -> tensor.bytes()[index] = (byte) (long) value;
        }
    }
}
