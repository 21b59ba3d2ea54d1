package dev.touchstone.paddle.nb;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.touchstone.paddle.write.StoredParameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Writes vectors and texts into a FlatBuffer the way Paddle Lite's writer does: children in order before their parents,
 * empty vectors and texts included, nothing shared but the one empty text.
 */
final class FlatWriter {
    private final FlatBufferBuilder builder;
    private int emptyText;

    FlatWriter(FlatBufferBuilder builder) {
        this.builder = builder;
    }

    int text(String text) {
        return builder.createString(text);
    }

    /** The text, or the one empty text of this buffer. */
    int sharedText(String text) {
        if (!text.isEmpty()) {
            return text(text);
        }
        if (emptyText == 0) {
            emptyText = text("");
        }
        return emptyText;
    }

    int texts(List<String> texts) {
        return offsets(texts.stream().mapToInt(this::text).toArray());
    }

    <T> int tables(Collection<T> elements, ToIntFunction<T> create) {
        return offsets(elements.stream().mapToInt(create).toArray());
    }

    /** Those of a map, sorted by name: Paddle Lite finds them by bisection. */
    <T> int sortedTables(Map<String, T> elements, ToIntFunction<Map.Entry<String, T>> create) {
        return tables(
                elements.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(StoredParameters.ORDER))
                        .toList(),
                create);
    }

    private int offsets(int[] offsets) {
        return builder.createVectorOfTables(offsets);
    }

    int ints(List<Long> values) {
        builder.startVector(4, values.size(), 4);
        values.reversed().forEach(v -> builder.addInt(Math.toIntExact(v)));
        return builder.endVector();
    }

    int longs(List<Long> values) {
        builder.startVector(8, values.size(), 8);
        values.reversed().forEach(builder::addLong);
        return builder.endVector();
    }

    int floats(List<Float> values) {
        builder.startVector(4, values.size(), 4);
        values.reversed().forEach(builder::addFloat);
        return builder.endVector();
    }

    int bools(List<Boolean> values) {
        builder.startVector(1, values.size(), 1);
        values.reversed().forEach(builder::addBoolean);
        return builder.endVector();
    }
}
