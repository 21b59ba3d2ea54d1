package dev.touchstone.arm.compile;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Split;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Operators that move elements and at most rescale them (rules M1 to M5). */
final class MoveStages {
    private final Assembly assembly;

    MoveStages(Assembly assembly) {
        this.assembly = assembly;
    }

    /** From the scale of one value to that of another; null for tensors without scales. */
    private static @Nullable Int8Table rescale(Value in, Value out) {
        return in.type().isQuantizedInt8()
                ? Int8Table.of(x -> x, in.type().scale(), out.type().scale())
                : null;
    }

    void concat(Node node, Concat concat) {
        var out = assembly.output(node.output());
        int axis = node.output().type().shape().axis(concat.axis());
        var calls = new ArrayList<Call>();
        int start = 0;
        for (var input : node.inputs()) {
            var shape = input.type().shape();
            calls.addAll(new Move(
                            assembly,
                            Side.of(assembly.get(input)),
                            Side.of(out).from(axis, start, 1),
                            shape.toArray(),
                            rescale(input, node.output()))
                    .calls());
            start += shape.extent(axis);
        }
        assembly.stage(node, calls);
    }

    void stack(Node node, Stack stack) {
        var out = assembly.output(node.output());
        var shape = node.output().type().shape();
        int axis = shape.axis(stack.axis());
        var one = shape.with(axis, 1);
        var calls = new ArrayList<Call>();
        for (int i = 0; i < node.inputs().size(); i++) {
            var in = Assembly.reshaped(assembly.dense(node, node.input(i)), one);
            calls.addAll(new Move(
                            assembly,
                            Side.of(in),
                            Side.of(out).from(axis, i, 1),
                            one.toArray(),
                            rescale(node.input(i), node.output()))
                    .calls());
        }
        assembly.stage(node, calls);
    }

    void split(Node node, Split split) {
        var in = assembly.get(node.input(0));
        int axis = node.input(0).type().shape().axis(split.axis());
        var calls = new ArrayList<Call>();
        int start = 0;
        for (var output : node.outputs()) {
            var shape = output.type().shape();
            calls.addAll(new Move(
                            assembly,
                            Side.of(in).from(axis, start, 1),
                            Side.of(assembly.output(output)),
                            shape.toArray(),
                            rescale(node.input(0), output))
                    .calls());
            start += shape.extent(axis);
        }
        assembly.stage(node, calls);
    }

    void slice(Node node, Slice slice) {
        var side = Side.of(assembly.get(node.input(0)));
        for (int i = 0; i < slice.axes().size(); i++) {
            side.from(
                    slice.axes().get(i), slice.starts().get(i), slice.strides().get(i));
        }
        move(node, side);
    }

    void transpose(Node node, Transpose transpose) {
        var order = transpose.permutation().stream().mapToInt(Integer::intValue).toArray();
        move(node, Side.of(assembly.get(node.input(0))).permuted(order));
    }

    private void move(Node node, Side from) {
        var shape = node.output().type().shape();
        new Move(
                        assembly,
                        from,
                        Side.of(assembly.output(node.output())),
                        shape.toArray(),
                        rescale(node.input(0), node.output()))
                .add(node);
    }

    /** The same elements in the same order under another shape: often nothing to do. */
    void reshape(Node node) {
        var value = node.output();
        var shape = value.type().shape();
        boolean sameShape = shape.equals(node.input(0).type().shape());
        var table = rescale(node.input(0), value);
        var in = sameShape ? assembly.get(node.input(0)) : assembly.dense(node, node.input(0));
        var from = sameShape ? in : Assembly.reshaped(in, shape);
        boolean unchanged = table == null || table.isIdentity();
        if (unchanged && in.form() == assembly.form(value) && assembly.wants(value, from.layout())) {
            assembly.put(value, from);
            return;
        }
        new Move(assembly, Side.of(from), Side.of(assembly.output(value)), shape.toArray(), table).add(node);
    }

    void pad(Node node, Pad pad) {
        var value = node.output();
        var out = assembly.output(value);
        byte[] filling = filling(pad.value(), value.type());
        var one = Value.constant(
                value.name() + ".fill",
                dev.touchstone.tensor.Tensor.wrap(
                        java.lang.foreign.MemorySegment.ofArray(filling),
                        value.type().withShape(Shape.of(ones(value.type().rank())))));
        var fill = Side.of(assembly.get(one));
        var inside = Side.of(out);
        for (int i = 0; i < pad.before().size(); i++) {
            fill.repeated(i);
            inside.from(i, pad.before().get(i), 1);
        }
        var shape = value.type().shape();
        new Move(assembly, fill, Side.of(out), shape.toArray(), null).add(node);
        new Move(
                        assembly,
                        Side.of(assembly.get(node.input(0))),
                        inside,
                        node.input(0).type().shape().toArray(),
                        rescale(node.input(0), value))
                .add(node);
    }

    /** Rule M4 without a constant: the input goes inside, then each axis is extended by what is there already. */
    void extend(Node node, Pad pad) {
        var value = node.output();
        var out = assembly.output(value);
        int[] extents = node.input(0).type().shape().toArray();
        var inside = Side.of(out);
        for (int i = 0; i < extents.length; i++) {
            inside.from(i, pad.before().get(i), 1);
        }
        new Move(assembly, Side.of(assembly.get(node.input(0))), inside, extents, rescale(node.input(0), value))
                .add(node);
        int[] whole = extents.clone();
        for (int axis = 0; axis < extents.length; axis++) {
            var calls = new ArrayList<Call>();
            int before = pad.before().get(axis);
            int slice = whole[axis];
            whole[axis] = 1;
            for (int i = -before; i < extents[axis] + pad.after().get(axis); i++) {
                if (i < 0 || i >= extents[axis]) {
                    calls.addAll(new Move(
                                    assembly,
                                    slice(out, pad, axis, before + source(pad.mode(), i, extents[axis])),
                                    slice(out, pad, axis, before + i),
                                    whole,
                                    null)
                            .calls());
                }
            }
            whole[axis] = before + slice + pad.after().get(axis);
            if (!calls.isEmpty()) {
                assembly.stage(node, calls);
            }
        }
    }

    /** One index of an axis; axes behind it begin where the input does. */
    private static Side slice(Stored out, Pad pad, int axis, int index) {
        var side = Side.of(out).from(axis, index, 1);
        for (int later = axis + 1; later < pad.before().size(); later++) {
            side.from(later, pad.before().get(later), 1);
        }
        return side;
    }

    private static int source(Pad.Mode mode, int i, int extent) {
        return switch (mode) {
            case CONSTANT -> throw new IllegalStateException("constants have no source");
            case REFLECT -> i < 0 ? -i : 2 * (extent - 1) - i;
            case EDGE -> Math.clamp(i, 0, extent - 1);
            case CIRCULAR -> Math.floorMod(i, extent);
        };
    }

    private static int[] ones(int rank) {
        var ones = new int[rank];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    /** An element of a type that stands for a number. */
    private static byte[] filling(float value, TensorType type) {
        var bytes = ByteBuffer.allocate(type.dataType().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (type.dataType()) {
            case FLOAT32 -> bytes.putFloat(value);
            case INT32 -> bytes.putInt((int) value);
            case INT64 -> bytes.putLong((long) value);
            case INT8 ->
                bytes.put(
                        type.isQuantizedInt8()
                                ? Int8Table.saturate((double) value / (double) type.scale())
                                : (byte) Math.clamp((long) value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> bytes.put((byte) Math.clamp((long) value, 0, 255));
            case BOOL -> bytes.put((byte) (value != 0 ? 1 : 0));
        }
        return bytes.array();
    }
}
