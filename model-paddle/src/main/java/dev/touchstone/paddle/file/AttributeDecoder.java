package dev.touchstone.paddle.file;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.proto.Framework.AttrType;
import dev.touchstone.paddle.proto.Framework.OpDesc.Attr;
import dev.touchstone.paddle.source.DecodeBudget;
import dev.touchstone.paddle.source.DroppedAttributes;
import dev.touchstone.paddle.source.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the attributes of an operator.
 *
 * <p>The fields of an attribute may come in any order, so each is walked twice: for its name and type, then for the
 * value. Those in {@link DroppedAttributes} are not walked a second time; {@code op_callstack} alone, the Python stack at
 * the time of writing, is half of a real file.
 */
final class AttributeDecoder {
    private final Limit nameBytes;
    private final Limit stringBytes;
    private final Limit listElements;
    private final DecodeBudget budget;

    AttributeDecoder(ModelLimits limits, DecodeBudget budget) {
        nameBytes = new Limit("nameBytes", limits.nameBytes());
        stringBytes = new Limit("stringBytes", limits.stringBytes());
        listElements = new Limit("listElements", limits.listElements());
        this.budget = budget;
    }

    /** Decodes the current field of an operator and adds it to the map, unless it is ignored. */
    void decode(MessageReader operator, Map<String, Attribute> attributes) {
        var in = operator.message("attribute");
        @Nullable String name = null;
        int type = -1;
        while (in.next()) {
            switch (in.field()) {
                case Attr.NAME_FIELD_NUMBER -> name = in.name("name", nameBytes);
                case Attr.TYPE_FIELD_NUMBER -> type = in.int32("type");
                default -> in.skip();
            }
        }
        if (name == null) {
            throw in.missing("name");
        }
        if (DroppedAttributes.contains(name)) {
            return;
        }
        var named = in.named(" '" + name + "'");
        if (type < 0) {
            throw named.missing("type");
        }
        if (attributes.put(name, value(named, type)) != null) {
            throw operator.fault("attribute '" + name + "' is given twice");
        }
    }

    private Attribute value(MessageReader in, int type) {
        return switch (type) {
            case AttrType.INT_VALUE -> new Attribute.Int(one(in, Attr.I_FIELD_NUMBER, "i", m -> m.int32("i")));
            case AttrType.LONG_VALUE -> new Attribute.Wide(one(in, Attr.L_FIELD_NUMBER, "l", m -> m.integer("l")));
            case AttrType.FLOAT_VALUE -> new Attribute.Real(one(in, Attr.F_FIELD_NUMBER, "f", m -> m.float32("f")));
            case AttrType.BOOLEAN_VALUE ->
                new Attribute.Flag(one(in, Attr.B_FIELD_NUMBER, "b", m -> m.integer("b")) != 0);
            case AttrType.STRING_VALUE ->
                new Attribute.Text(one(in, Attr.S_FIELD_NUMBER, "s", m -> m.text("s", stringBytes)));
            case AttrType.BLOCK_VALUE ->
                new Attribute.SubBlock(one(in, Attr.BLOCK_IDX_FIELD_NUMBER, "block_idx", m -> m.int32("block_idx")));
            case AttrType.INTS_VALUE ->
                new Attribute.Ints(list(
                        in,
                        Attr.INTS_FIELD_NUMBER,
                        (m, to) -> m.eachInteger("ints", v -> {
                            if (v != (int) v) {
                                throw m.fault("ints holds " + v + "; numbers of 32 bits are allowed");
                            }
                            to.accept(v);
                        })));
            case AttrType.LONGS_VALUE ->
                new Attribute.Wides(list(in, Attr.LONGS_FIELD_NUMBER, (m, to) -> m.eachInteger("longs", to::accept)));
            case AttrType.FLOATS_VALUE ->
                new Attribute.Reals(list(in, Attr.FLOATS_FIELD_NUMBER, (m, to) -> m.eachFloat32("floats", to)));
            case AttrType.BOOLEANS_VALUE ->
                new Attribute.Flags(list(
                        in, Attr.BOOLS_FIELD_NUMBER, (m, to) -> m.eachInteger("bools", v -> to.accept(v != 0))));
            case AttrType.STRINGS_VALUE ->
                new Attribute.Texts(
                        list(in, Attr.STRINGS_FIELD_NUMBER, (m, to) -> to.accept(m.text("strings", stringBytes))));
            default -> new Attribute.Opaque(type);
        };
    }

    private static <T> T one(MessageReader in, int field, String fieldName, Function<MessageReader, T> read) {
        @Nullable T value = null;
        while (in.next()) {
            if (in.field() == field) {
                value = read.apply(in);
            } else {
                in.skip();
            }
        }
        if (value == null) {
            throw in.missing("value (field " + fieldName + ")");
        }
        return value;
    }

    private <T> List<T> list(MessageReader in, int field, BiConsumer<MessageReader, Consumer<T>> readElements) {
        var values = new ArrayList<T>();
        while (in.next()) {
            if (in.field() == field) {
                readElements.accept(in, value -> {
                    values.add(value);
                    if (!listElements.admits(values.size())) {
                        throw in.fault(listElements.refusal(values.size(), "elements"));
                    }
                    budget.takeItem(in);
                });
            } else {
                in.skip();
            }
        }
        return values;
    }
}
