package dev.touchstone.paddle.nb;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.source.BlockTree;
import dev.touchstone.paddle.source.DecodeBudget;
import dev.touchstone.paddle.source.DroppedAttributes;
import dev.touchstone.paddle.source.EndpointLimit;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a program together from parts, under the limits, whatever form they are stored in. Used once. */
final class Assembly {
    private final ModelLimits limits;
    private final DecodeBudget budget;
    private final Limit blockLimit;
    private final Limit nameBytes;
    private final Limit stringBytes;
    private final Limit slots;
    private final Limit arguments;
    private final Limit attributes;
    private final Limit listElements;
    private final Limit rank;
    private final List<Block> blocks = new ArrayList<>();

    Assembly(ModelLimits limits) {
        this.limits = limits;
        budget = new DecodeBudget(limits);
        blockLimit = new Limit("blocks", limits.blocks());
        nameBytes = new Limit("nameBytes", limits.nameBytes());
        stringBytes = new Limit("stringBytes", limits.stringBytes());
        slots = new Limit("slots", limits.slots());
        arguments = new Limit("arguments", limits.arguments());
        attributes = new Limit("attributes", limits.attributes());
        listElements = new Limit("listElements", limits.listElements());
        rank = new Limit("rank", limits.rank());
    }

    Limit nameBytes() {
        return nameBytes;
    }

    Limit stringBytes() {
        return stringBytes;
    }

    /** Refuses a number of list elements before they are read. */
    void takeElements(long count, FaultPlace at) {
        if (!listElements.admits(count)) {
            throw at.fault(listElements.refusal(count, "elements"));
        }
        for (long i = 0; i < count; i++) {
            budget.takeItem(at);
        }
    }

    /** Refuses a number of extents before they are read. */
    void takeExtents(long count, FaultPlace at) {
        if (!rank.admits(count)) {
            throw at.fault(rank.refusal(count, "extents"));
        }
    }

    /** The name, which must not be empty or hold a control character. */
    static String name(String name, String what, FaultPlace at) {
        if (name.isEmpty()) {
            throw at.fault(what + " is empty");
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw at.fault("%s has the control character U+%04X at index %d; names must be printable"
                        .formatted(what, (int) name.charAt(i), i));
            }
        }
        return name;
    }

    /** A block in the making. What the file says of indices and parents is not used: real files say 0 everywhere. */
    final class BlockParts {
        private final int index;
        private final Map<String, Variable> variables = new LinkedHashMap<>();
        private final List<Op> ops = new ArrayList<>();

        private BlockParts(int index) {
            this.index = index;
        }

        /** Old files declare a variable again for each operator that uses it. */
        void add(Variable variable, FaultPlace at) {
            budget.takeVariable(at);
            var earlier = variables.putIfAbsent(variable.name(), variable);
            if (earlier != null && !earlier.equals(variable)) {
                throw at.fault("variable '" + variable.name() + "' is declared again, differently");
            }
        }

        OpParts op(String type, FaultPlace at) {
            budget.takeOperator(at);
            return new OpParts(this, type);
        }

        void finish() {
            blocks.add(new Block(index, index == 0 ? -1 : 0, variables, ops));
        }
    }

    /** An operator in the making. */
    final class OpParts {
        private final BlockParts block;
        private final String type;
        private final Map<String, List<String>> inputs = new LinkedHashMap<>();
        private final Map<String, List<String>> outputs = new LinkedHashMap<>();
        private final Map<String, Attribute> values = new LinkedHashMap<>();
        private int attributeCount;

        private OpParts(BlockParts block, String type) {
            this.block = block;
            this.type = type;
        }

        void input(String slot, List<String> names, FaultPlace at) {
            slot("input", slot, names, inputs, at);
        }

        void output(String slot, List<String> names, FaultPlace at) {
            slot("output", slot, names, outputs, at);
        }

        private void slot(String kind, String slot, List<String> names, Map<String, List<String>> into, FaultPlace at) {
            budget.takeItem(at);
            if (!arguments.admits(names.size())) {
                throw at.fault(arguments.refusal(names.size(), "arguments"));
            }
            names.forEach(n -> budget.takeItem(at));
            if (into.put(slot, List.copyOf(names)) != null) {
                throw at.fault(kind + " slot '" + slot + "' is given twice");
            }
            int count = inputs.size() + outputs.size();
            if (!slots.admits(count)) {
                throw at.fault(slots.refusal(count, "slots"));
            }
        }

        /** Whether the attribute of this name is to be read at all. */
        boolean wants(String name, FaultPlace at) {
            budget.takeItem(at);
            if (!attributes.admits(++attributeCount)) {
                throw at.fault(attributes.refusal(attributeCount, "attributes"));
            }
            return !DroppedAttributes.contains(name);
        }

        void attribute(String name, Attribute value, FaultPlace at) {
            if (values.put(name, value) != null) {
                throw at.fault("attribute '" + name + "' is given twice");
            }
        }

        void finish() {
            block.ops.add(new Op(block.index, block.ops.size(), type, inputs, outputs, values));
        }
    }

    BlockParts block(FaultPlace at) {
        if (!blockLimit.admits(blocks.size() + 1L)) {
            throw at.fault(blockLimit.refusal(blocks.size() + 1L, "blocks"));
        }
        return new BlockParts(blocks.size());
    }

    /** The blocks; at least one. */
    List<Block> finish(String source, FaultPlace at) {
        if (blocks.isEmpty()) {
            throw at.fault("no block found; a program has at least one, so the file is damaged");
        }
        BlockTree.check(source, blocks, limits);
        EndpointLimit.check(source, blocks.getFirst(), limits);
        return blocks;
    }
}
