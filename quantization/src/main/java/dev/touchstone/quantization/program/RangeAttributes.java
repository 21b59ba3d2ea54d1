package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records ranges in a program as attributes and quantizes nothing, as PaddleSlim's algorithm min_max does. */
public final class RangeAttributes {
    /** The smallest and the largest value of a tensor. */
    public record Range(float least, float greatest) {}

    private RangeAttributes() {}

    /**
     * The program with attributes.
     *
     * @param ranges by tensor
     */
    public static Program record(ProgramEdit program, Map<String, Range> ranges) {
        var ops = new ArrayList<Op>();
        for (var op : program.ops()) {
            var attributes = new LinkedHashMap<String, Attribute>();
            OperatorRoles.dataInputs(op).forEach(name -> add(attributes, name + ".", ranges.get(name)));
            OperatorRoles.results(op)
                    .values()
                    .forEach(names -> names.forEach(name -> {
                        add(attributes, name + ".", ranges.get(name));
                        add(attributes, "out_", ranges.get(name));
                    }));
            ops.add(attributes.isEmpty() ? op : Ops.withAttributes(op, attributes));
        }
        program.setOps(ops);
        return program.build();
    }

    private static void add(Map<String, Attribute> attributes, String prefix, @Nullable Range range) {
        if (range != null) {
            attributes.put(prefix + "min", new Attribute.Real(range.least()));
            attributes.put(prefix + "max", new Attribute.Real(range.greatest()));
        }
    }
}
