package dev.touchstone.paddle.file;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.proto.Framework.OpDesc;
import dev.touchstone.paddle.source.DecodeBudget;
import dev.touchstone.paddle.source.Limit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes an OpDesc. The type stands behind inputs and outputs in a file, so it is looked up first, for messages. */
final class OperatorDecoder {
    private final Limit nameBytes;
    private final Limit slots;
    private final Limit arguments;
    private final Limit attributes;
    private final DecodeBudget budget;
    private final AttributeDecoder attributeDecoder;

    OperatorDecoder(ModelLimits limits, DecodeBudget budget) {
        nameBytes = new Limit("nameBytes", limits.nameBytes());
        slots = new Limit("slots", limits.slots());
        arguments = new Limit("arguments", limits.arguments());
        attributes = new Limit("attributes", limits.attributes());
        this.budget = budget;
        attributeDecoder = new AttributeDecoder(limits, budget);
    }

    /** Decodes the current field of a block. */
    Op decode(MessageReader blockReader, int block, int index) {
        var untyped = blockReader.message("operator " + index);
        String type = type(untyped);
        var in = untyped.named(" (" + type + ")");
        var inputs = new LinkedHashMap<String, List<String>>();
        var outputs = new LinkedHashMap<String, List<String>>();
        var values = new LinkedHashMap<String, Attribute>();
        int attributeCount = 0;
        while (in.next()) {
            switch (in.field()) {
                case OpDesc.INPUTS_FIELD_NUMBER -> slot(in, "input", inputs, outputs);
                case OpDesc.OUTPUTS_FIELD_NUMBER -> slot(in, "output", outputs, inputs);
                case OpDesc.ATTRS_FIELD_NUMBER -> {
                    if (!attributes.admits(++attributeCount)) {
                        throw in.fault(attributes.refusal(attributeCount, "attributes"));
                    }
                    budget.takeItem(in);
                    attributeDecoder.decode(in, values);
                }
                default -> in.skip();
            }
        }
        return new Op(block, index, type, inputs, outputs, values);
    }

    private String type(MessageReader in) {
        @Nullable String type = null;
        while (in.next()) {
            if (in.field() == OpDesc.TYPE_FIELD_NUMBER) {
                type = in.name("type", nameBytes);
            } else {
                in.skip();
            }
        }
        if (type == null) {
            throw in.missing("type");
        }
        return type;
    }

    private void slot(
            MessageReader operator, String kind, Map<String, List<String>> into, Map<String, List<String>> others) {
        budget.takeItem(operator);
        var in = operator.message(kind);
        @Nullable String name = null;
        var names = new ArrayList<String>();
        while (in.next()) {
            switch (in.field()) {
                case OpDesc.Var.PARAMETER_FIELD_NUMBER -> name = in.name("slot name", nameBytes);
                case OpDesc.Var.ARGUMENTS_FIELD_NUMBER -> {
                    names.add(in.name("argument", nameBytes));
                    if (!arguments.admits(names.size())) {
                        throw in.fault(arguments.refusal(names.size(), "arguments"));
                    }
                    budget.takeItem(in);
                }
                default -> in.skip();
            }
        }
        if (name == null) {
            throw in.missing("slot name");
        }
        if (into.put(name, List.copyOf(names)) != null) {
            throw operator.fault(kind + " slot '" + name + "' is given twice");
        }
        if (!slots.admits(into.size() + others.size())) {
            throw operator.fault(slots.refusal(into.size() + others.size(), "slots"));
        }
    }
}
