package dev.touchstone.conformance.replay;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operators, types and tensors as Java expressions that make them. */
final class JavaText {
    private JavaText() {}

    /** {@code new Hw(1, 2)}: a record of core, and what it consists of. */
    static String of(Record value) {
        return "new " + name(value.getClass()) + "("
                + Arrays.stream(value.getClass().getRecordComponents())
                        .map(c -> element(read(c, value)))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** A nested class with the class around it. */
    private static String name(Class<?> type) {
        var outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + value, e);
        }
    }

    private static String element(Object value) {
        return switch (value) {
            case Integer i -> i.toString();
            case Boolean b -> b.toString();
            case Float f -> number(f);
            case Enum<?> e -> name(e.getDeclaringClass()) + "." + e.name();
            case List<?> l -> l.stream().map(JavaText::element).collect(Collectors.joining(", ", "List.of(", ")"));
            case Record r -> of(r);
            default -> throw new IllegalStateException("no form for " + value.getClass());
        };
    }

    private static String number(float value) {
        if (Float.isFinite(value)) {
            return value + "f";
        }
        return Float.isNaN(value) ? "Float.NaN" : value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }

    /** {@code TensorType.int8(Shape.of(2, 3), 0.5f)}. */
    static String of(TensorType type) {
        var shape = of(type.shape());
        return switch (type.quantization()) {
            case null -> "TensorType.of(DataType." + type.dataType().name() + ", " + shape + ")";
            case Quantization.PerTensor p
            when type.dataType() == DataType.INT8 -> "TensorType.int8(" + shape + ", " + number(p.scale()) + ")";
            case Quantization q ->
                "new TensorType(DataType." + type.dataType().name() + ", " + shape + ", " + of((Record) q) + ")";
        };
    }

    private static String of(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "Shape.of(", ")"));
    }

    /** A tensor with all its elements. */
    static String of(Tensor tensor) {
        int n = tensor.shape().elements();
        var elements = switch (tensor.type().dataType()) {
            case FLOAT32 -> {
                var values = tensor.toFloats();
                yield list("float", n, i -> number(values[i]));
            }
            case INT8, UINT8, BOOL -> {
                var values = tensor.toBytes();
                yield list("byte", n, i -> Byte.toString(values[i]));
            }
            case INT32 -> {
                var values = tensor.toInts();
                yield list("int", n, i -> Integer.toString(values[i]));
            }
            case INT64 -> {
                var values = tensor.toLongs();
                yield list("long", n, i -> values[i] + "L");
            }
        };
        return "Tensor.of(" + of(tensor.type()) + ", " + elements + ")";
    }

    private interface Element {
        String at(int index);
    }

    private static String list(String type, int n, Element element) {
        return IntStream.range(0, n)
                .mapToObj(element::at)
                .collect(Collectors.joining(", ", "new " + type + "[] {", "}"));
    }
}
