package dev.touchstone.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.ModelFormatException;
import dev.touchstone.op.Operator;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Operators and what they consist of as JSON objects: the record's name under {@code record}, then its components by name.
 * Enumerations are their constants' names; infinities and NaN are strings.
 */
final class OperatorText {
    private OperatorText() {}

    static ObjectNode write(Record value) {
        var object = JsonNodeFactory.instance.objectNode();
        object.put("record", value.getClass().getSimpleName());
        for (var component : value.getClass().getRecordComponents()) {
            object.set(component.getName(), element(read(component, value)));
        }
        return object;
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + value, e);
        }
    }

    private static JsonNode element(Object value) {
        var make = JsonNodeFactory.instance;
        return switch (value) {
            case Integer i -> make.numberNode(i);
            case Boolean b -> make.booleanNode(b);
            case Float f -> Float.isFinite(f) ? make.numberNode(f) : make.textNode(f.toString());
            case Enum<?> e -> make.textNode(e.name());
            case List<?> l -> {
                var array = make.arrayNode();
                l.forEach(x -> array.add(element(x)));
                yield array;
            }
            case Record r -> write(r);
            default -> throw new IllegalStateException("no form for " + value.getClass());
        };
    }

    /**
     * The operator that an object describes.
     *
     * @throws ModelFormatException if there is none
     */
    static Operator operator(String file, JsonNode object) {
        return (Operator) record(file, Operator.class, object);
    }

    private static Object record(String file, Class<?> declared, JsonNode object) {
        var kind = object.path("record").asText();
        var type = subtypes(declared)
                .filter(c -> c.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() -> new ModelFormatException(
                        file, "'" + kind + "' is no " + declared.getSimpleName() + " of this version"));
        var components = type.getRecordComponents();
        var values = Stream.of(components)
                .map(c -> value(file, c.getGenericType(), object.path(c.getName())))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new ModelFormatException(
                    file, "is no valid " + kind + ": " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    private static Stream<Class<?>> subtypes(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(OperatorText::subtypes)
                : Stream.of(type);
    }

    private static Object value(String file, Type type, JsonNode node) {
        if (node.isMissingNode()) {
            throw new ModelFormatException(file, "lacks a value of type " + type.getTypeName());
        }
        if (type instanceof ParameterizedType list) {
            var values = new ArrayList<Object>();
            node.forEach(n -> values.add(value(file, list.getActualTypeArguments()[0], n)));
            return values;
        }
        var wanted = (Class<?>) type;
        if (wanted == int.class || wanted == Integer.class) {
            return node.asInt();
        }
        if (wanted == boolean.class) {
            return node.asBoolean();
        }
        if (wanted == float.class || wanted == Float.class) {
            return Float.parseFloat(node.asText());
        }
        if (wanted.isEnum()) {
            return Stream.of(wanted.getEnumConstants())
                    .filter(c -> c.toString().equals(node.asText())
                            || ((Enum<?>) c).name().equals(node.asText()))
                    .findFirst()
                    .orElseThrow(() ->
                            new ModelFormatException(file, "'" + node.asText() + "' is no " + wanted.getSimpleName()));
        }
        return record(file, wanted, node);
    }
}
