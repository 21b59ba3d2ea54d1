package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code split}, into equal parts or listed sections. Negative axes count from the end; Paddle itself crashes on them. */
final class SplitLowering {
    private SplitLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var outs = op.outputs("Out");
        int axis = op.integer("axis", 0);
        int number = op.integer("num", 0);
        var sections = op.integers("sections", List.of());
        var axisTensor = op.optionalInput("AxisTensor");
        var sectionTensors = op.optionalInputs("SectionsTensorList");
        return nodes -> {
            var input = nodes.value(x);
            int along = input.type()
                    .shape()
                    .axis(axisTensor.map(r -> nodes.integer("AxisTensor", r)).orElse(axis));
            int extent = input.type().shape().extent(along);
            var listed = sectionTensors.isEmpty() ? sections : nodes.integers("SectionsTensorList", sectionTensors);
            var pieces = number > 0 ? equal(number, extent) : resolved(listed, extent);
            if (pieces.size() != outs.size()) {
                throw new InvalidGraphException("slot 'Out' has " + outs.size() + " arguments for sections " + pieces
                        + "; expected " + pieces.size());
            }
            nodes.emit(outs, new Split(along, pieces), List.of(input));
        };
    }

    private static List<Integer> equal(int number, int extent) {
        if (extent % number != 0) {
            throw new InvalidGraphException(
                    "attribute 'num' is " + number + ", which does not divide extent " + extent);
        }
        return Collections.nCopies(number, extent / number);
    }

    /** One section may be -1: the rest. */
    private static List<Integer> resolved(List<Integer> sections, int extent) {
        int open = sections.indexOf(-1);
        if (open < 0) {
            return sections;
        }
        if (open != sections.lastIndexOf(-1)) {
            throw new InvalidGraphException("attribute 'sections' is " + sections + "; expected at most one -1");
        }
        long rest = extent
                - sections.stream()
                        .filter(s -> s != -1)
                        .mapToLong(Integer::longValue)
                        .sum();
        if (rest < 1 || rest > extent) {
            throw new InvalidGraphException(
                    "attribute 'sections' is " + sections + " for extent " + extent + ": nothing is left for -1");
        }
        var result = new ArrayList<>(sections);
        result.set(open, (int) rest);
        return result;
    }
}
