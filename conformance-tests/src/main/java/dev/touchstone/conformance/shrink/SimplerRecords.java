package dev.touchstone.conformance.shrink;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Operators with one attribute made simpler. Attributes are told apart by their form alone, so that a new operator needs
 * nothing here: numbers go towards 0 and 1, flags to false, enumerations to their first constant, lists of equal length
 * lose the same place, alternatives without attributes come before those with some.
 */
final class SimplerRecords {
    private SimplerRecords() {}

    /** Valid copies of a record with something simpler in it, made one by one. */
    static Stream<Record> of(Record record) {
        var components = record.getClass().getRecordComponents();
        var values = Arrays.stream(components).map(c -> read(c, record)).toArray();
        var single = IntStream.range(0, components.length)
                .boxed()
                .flatMap(i -> simpler(components[i].getType(), values[i]).map(v -> copy(values, i, v)));
        return Stream.concat(single, shorterLists(values)).flatMap(changed -> make(record.getClass(), changed));
    }

    private static Object[] copy(Object[] values, int place, Object value) {
        var copy = values.clone();
        copy[place] = value;
        return copy;
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + record, e);
        }
    }

    /** Empty if the record's own checks refuse the values. */
    private static Stream<Record> make(Class<? extends Record> type, Object[] values) {
        var types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return Stream.of(type.getDeclaredConstructor(types).newInstance(values));
        } catch (InvocationTargetException e) {
            return Stream.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private static Stream<?> simpler(Class<?> declared, Object value) {
        return switch (value) {
            case Integer i -> SimplerNumbers.of(i);
            case Float f -> SimplerNumbers.of(f);
            case Boolean b -> b ? Stream.of(false) : Stream.empty();
            case Enum<?> e ->
                Arrays.stream(e.getDeclaringClass().getEnumConstants()).takeWhile(c -> c != e);
            case List<?> l -> simplerElements(l);
            case Record r -> Stream.concat(plainer(declared, r), of(r));
            default -> Stream.empty();
        };
    }

    private static Stream<List<?>> simplerElements(List<?> list) {
        return IntStream.range(0, list.size())
                .boxed()
                .flatMap(i -> simpler(Object.class, Objects.requireNonNull(list.get(i)))
                        .map(v -> {
                            List<Object> copy = new ArrayList<>(list);
                            copy.set(i, v);
                            return copy;
                        }));
    }

    /** The alternatives of a sealed type that have no attribute, for a record that has some. */
    private static Stream<Record> plainer(Class<?> declared, Record record) {
        if (!declared.isSealed() || record.getClass().getRecordComponents().length == 0) {
            return Stream.empty();
        }
        return Arrays.stream(declared.getPermittedSubclasses())
                .filter(c -> c.isRecord() && c.getRecordComponents().length == 0)
                .flatMap(c -> make(c.asSubclass(Record.class), new Object[0]));
    }

    /** The same place left out of all lists that are as long as the first. */
    private static Stream<Object[]> shorterLists(Object[] values) {
        int length = Arrays.stream(values)
                .filter(List.class::isInstance)
                .mapToInt(v -> ((List<?>) v).size())
                .findFirst()
                .orElse(0);
        return IntStream.range(0, length)
                .mapToObj(out -> Arrays.stream(values)
                        .map(v -> v instanceof List<?> l && l.size() == length ? without(l, out) : v)
                        .toArray());
    }

    private static List<?> without(List<?> list, int place) {
        var shorter = new ArrayList<Object>(list);
        shorter.remove(place);
        return shorter;
    }
}
