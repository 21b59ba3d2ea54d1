package dev.touchstone.runtime.isolation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Records as bytes: messages, answers and above all operators. An int is {@code i32}, a long {@code i64}, a float its
 * bits, a boolean {@code u8}, a string its length and UTF-8, an enum its name, a list its length and items, a record its
 * components in order, a sealed interface the simple name of the record that stands for it and that record. An operator
 * that is added to {@link dev.touchstone.op.Operator} needs nothing here.
 */
final class RecordCodec {
    /** For each sealed interface the records below it by simple name; made once, when first needed. */
    private static final ClassValue<Map<String, Class<?>>> CHOICES = new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
            var records = new TreeMap<String, Class<?>>();
            below(type).forEach(r -> {
                var other = records.put(r.getSimpleName(), r);
                if (other != null) {
                    throw new IllegalStateException(other + " and " + r + " have one simple name");
                }
            });
            return records;
        }
    };

    private RecordCodec() {}

    private static Stream<Class<?>> below(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(RecordCodec::below);
    }

    /** The payload of a frame that is one record. */
    static WireWriter message(Record message) {
        var out = new WireWriter();
        write(out, message.getClass(), message);
        return out;
    }

    /** Reads a frame that is one record. */
    static <R extends Record> R message(Frame frame, Class<R> type) {
        var in = frame.reader();
        var message = read(in, type);
        in.end();
        return message;
    }

    /**
     * Writes a value.
     *
     * @param type as declared: the record's class, or the sealed interface that it stands for
     */
    static <T> void write(WireWriter out, Class<T> type, T value) {
        write(out, (Type) type, value);
    }

    static <T> T read(WireReader in, Class<T> type) {
        return type.cast(read(in, (Type) type));
    }

    private static void write(WireWriter out, Type type, Object value) {
        switch (value) {
            case Integer i -> out.i32(i);
            case Long l -> out.i64(l);
            case String s -> out.string(s);
            case Float f -> out.f32(f);
            case Boolean b -> out.bool(b);
            case Enum<?> e -> out.string(e.name());
            case List<?> items -> out.list(items, (w, item) -> write(w, itemType(type), item));
            case Record r -> {
                if (raw(type).isSealed()) {
                    out.string(r.getClass().getSimpleName());
                }
                for (var component : r.getClass().getRecordComponents()) {
                    write(out, component.getGenericType(), get(component, r));
                }
            }
            default -> throw new IllegalStateException("attributes of " + type + " have no encoding");
        }
    }

    private static Object read(WireReader in, Type type) {
        var raw = raw(type);
        if (raw == int.class || raw == Integer.class) {
            return in.i32();
        }
        if (raw == long.class || raw == Long.class) {
            return in.i64();
        }
        if (raw == String.class) {
            return in.string();
        }
        if (raw == float.class || raw == Float.class) {
            return in.f32();
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return in.bool();
        }
        if (raw == List.class) {
            return in.list(r -> read(r, itemType(type)));
        }
        if (raw.isEnum()) {
            return in.constant(raw);
        }
        if (raw.isSealed()) {
            var name = in.string();
            var chosen = CHOICES.get(raw).get(name);
            if (chosen == null) {
                throw in.fault("'" + name + "' is no " + raw.getSimpleName() + " that this version knows");
            }
            return readRecord(in, chosen);
        }
        if (raw.isRecord()) {
            return readRecord(in, raw);
        }
        throw new IllegalStateException("attributes of " + type + " have no encoding");
    }

    private static Object readRecord(WireReader in, Class<?> type) {
        var values = new ArrayList<Object>();
        var kinds = new ArrayList<Class<?>>();
        for (var component : type.getRecordComponents()) {
            values.add(read(in, component.getGenericType()));
            kinds.add(component.getType());
        }
        try {
            return type.getDeclaredConstructor(kinds.toArray(Class<?>[]::new)).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            // The record refuses its attributes.
            throw in.fault(type.getSimpleName() + values + ": "
                    + e.getTargetException().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object get(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case ParameterizedType p -> raw(p.getRawType());
            default -> throw new IllegalStateException("attributes of " + type + " have no encoding");
        };
    }

    private static Type itemType(Type list) {
        if (list instanceof ParameterizedType p) {
            return p.getActualTypeArguments()[0];
        }
        throw new IllegalStateException("attributes of " + list + " have no encoding");
    }
}
