package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Slice;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * {@code slice}, {@code strided_slice}. Negative axes count from the end, though Paddle itself ignores them; pieces of
 * size 0 are refused.
 */
final class SliceLowering {
    private SliceLowering() {}

    /** Numbers that stand in an attribute, in one tensor, or in a list of tensors of one element. */
    private record Numbers(String slot, List<Integer> attribute, Optional<Ref> tensor, List<Ref> list) {
        static Numbers of(OpReader op, String attribute, String slot) {
            return new Numbers(
                    slot, op.integers(attribute, List.of()), op.optionalInput(slot), op.optionalInputs(slot + "List"));
        }

        List<Integer> get(NodeEmitter nodes) {
            return tensor.map(r -> nodes.integers(slot, r))
                    .orElseGet(() -> list.isEmpty() ? attribute : nodes.integers(slot + "List", list));
        }
    }

    static Lowering.Step slice(OpReader op) {
        return prepare(op, Optional.empty());
    }

    static Lowering.Step strided(OpReader op) {
        return prepare(op, Optional.of(Numbers.of(op, "strides", "StridesTensor")));
    }

    private static Lowering.Step prepare(OpReader op, Optional<Numbers> stride) {
        var x = op.input("Input");
        var out = op.output("Out");
        var axes = op.integers("axes");
        var starts = Numbers.of(op, "starts", "StartsTensor");
        var ends = Numbers.of(op, "ends", "EndsTensor");
        var dropped = op.integers("decrease_axis", List.of());
        op.integers("infer_flags", List.of());
        return nodes -> {
            var input = nodes.value(x);
            var shape = input.type().shape();
            var strides = stride.map(s -> s.get(nodes)).orElse(Collections.nCopies(axes.size(), 1));
            var slice = slice(shape, axes, starts.get(nodes), ends.get(nodes), strides);
            if (dropped.isEmpty()) {
                nodes.emit(out, slice, input);
            } else {
                var piece = nodes.help("slice", slice, input);
                nodes.emit(out, Shapes.reshape(without(piece, dropped)), piece);
            }
        };
    }

    private static Slice slice(
            Shape shape, List<Integer> axes, List<Integer> starts, List<Integer> ends, List<Integer> strides) {
        if (starts.size() != axes.size() || ends.size() != axes.size() || strides.size() != axes.size()) {
            throw new InvalidGraphException("axes " + axes + ", starts " + starts + ", ends " + ends + ", strides "
                    + strides + " differ in length");
        }
        var resolved = new ArrayList<Integer>();
        var firsts = new ArrayList<Integer>();
        var counts = new ArrayList<Integer>();
        for (int i = 0; i < axes.size(); i++) {
            int axis = shape.axis(axes.get(i));
            int extent = shape.extent(axis);
            int stride = strides.get(i);
            if (stride == 0) {
                throw new InvalidGraphException("attribute 'strides' is " + strides + "; expected numbers but 0");
            }
            long start = starts.get(i) < 0 ? starts.get(i) + (long) extent : starts.get(i);
            long end = stride > 0 ? forwardEnd(ends.get(i), extent) : backwardEnd(ends.get(i), extent);
            start = Math.clamp(start, 0, stride > 0 ? extent : extent - 1);
            long span = stride > 0 ? end - start : start - end;
            long count = span <= 0 ? 0 : (span - 1) / Math.abs((long) stride) + 1;
            if (count < 1) {
                throw new InvalidGraphException("slice from " + starts.get(i) + " to " + ends.get(i) + " with stride "
                        + stride + " of axis " + axis + " of shape " + shape + " is empty; expected 1 element or more");
            }
            resolved.add(axis);
            firsts.add((int) start);
            counts.add((int) count);
        }
        return new Slice(resolved, firsts, counts, strides);
    }

    private static long forwardEnd(int end, int extent) {
        return Math.clamp(end < 0 ? end + (long) extent : end, 0, extent);
    }

    /** Walking backwards, -1 means "before element 0"; other negative numbers count from the end. */
    private static long backwardEnd(int end, int extent) {
        if (end < -extent - 1L) {
            throw new InvalidGraphException("end " + end + " with a negative stride; expected " + (-extent - 1L)
                    + " or more for extent " + extent);
        }
        return end < -1 ? Math.max(end + (long) extent, -1) : end;
    }

    private static Shape without(Value piece, List<Integer> axes) {
        var shape = piece.type().shape();
        var kept = new ArrayList<Integer>();
        var dropped = axes.stream().map(shape::axis).toList();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!dropped.contains(axis)) {
                kept.add(shape.extent(axis));
            } else if (shape.extent(axis) != 1) {
                throw new InvalidGraphException("attribute 'decrease_axis' is " + axes + ", but axis " + axis + " of "
                        + shape + " has extent " + shape.extent(axis) + "; expected 1");
            }
        }
        return kept.isEmpty() ? Shape.of(1) : Shape.of(kept);
    }
}
