package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.ConstantPool;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Shape;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program while it grows: constants, buffers, stages, and where each value of the graph is stored. The one mutable
 * thing of a compilation; not thread-safe.
 */
final class Assembly {
    private final Machine machine;
    private final ConstantPool constants = new ConstantPool();
    private final Forms forms;
    private final Layouts layouts;
    private final Map<String, Stored> stored = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    /** For a graph; the machine tells sizes, nothing is emitted into it. */
    Assembly(Graph graph, Machine machine) {
        this.machine = machine;
        this.forms = new Forms(graph, machine.storesOffset());
        this.layouts = new Layouts(graph);
    }

    Machine machine() {
        return machine;
    }

    ConstantPool constants() {
        return constants;
    }

    List<Buffer> buffers() {
        return buffers;
    }

    List<Stage> stages() {
        return stages;
    }

    @Nullable
    ByteForm form(Value value) {
        return forms.of(value);
    }

    /** A tensor from outside: row-major, int8 as it is. */
    Stored boundary(Value value) {
        return allocate(Layouts.dense(value), value.type().isQuantizedInt8() ? ByteForm.SIGNED : null);
    }

    /** Memory for a tensor. */
    Stored allocate(Layout layout, @Nullable ByteForm form) {
        var buffer = new Buffer(layout, form);
        buffers.add(buffer);
        return new Stored(buffer, layout, form);
    }

    /** Memory for what a node computes, in the layout that suits its consumers. */
    Stored output(Value value) {
        var result = allocate(layouts.of(value), form(value));
        put(value, result);
        return result;
    }

    /** The layout that suits a value's consumers. */
    Layout layout(Value value) {
        return layouts.of(value);
    }

    /** What is gathered behind a picture; null for nothing. */
    @Nullable
    LooseTaps loose(Value value) {
        return layouts.loose(value);
    }

    /** Whether a value may as well be in this layout. */
    boolean wants(Value value, Layout layout) {
        return layouts.of(value).equals(layout);
    }

    /** Says where a value is. */
    void put(Value value, Stored where) {
        stored.put(value.name(), where);
    }

    /** Where a value is, computed or constant. */
    Stored get(Value value) {
        var known = stored.get(value.name());
        if (known != null) {
            return known;
        }
        var result = constant(value);
        put(value, result);
        return result;
    }

    /** A constant, row-major, int8 as it is. */
    Stored constant(Value value) {
        var constant = value.constant();
        if (constant == null) {
            throw new IllegalStateException(value + " is read before it is computed");
        }
        ByteForm form = value.type().isQuantizedInt8() ? ByteForm.SIGNED : null;
        var layout = Layouts.dense(value);
        var buffer = new Buffer(layout, form, constant.segment().toArray(ValueLayout.JAVA_BYTE));
        buffers.add(buffer);
        return new Stored(buffer, layout, form);
    }

    /** The value in row-major order; converted if it is not. */
    Stored dense(Node node, Value value) {
        var now = get(value);
        if (now.layout() instanceof Layout.Dense) {
            return now;
        }
        var dense = Layouts.dense(value);
        if (liesDense(now.planes())) {
            return new Stored(now.buffer(), dense, now.form());
        }
        return converted(node, value, now, dense, now.form());
    }

    /** The value, of rank 4, in planes of whole vectors; converted if it is not. */
    Stored planes(Node node, Value value) {
        var now = get(value);
        if (now.layout() instanceof Layout.Planes p && p.block() > Layouts.PIXEL) {
            return now;
        }
        var wanted = layouts.of(value) instanceof Layout.Planes assigned
                ? assigned
                : Layouts.planes(value, Layouts.block(value.type().shape().extent(1)));
        return converted(node, value, now, wanted, form(value));
    }

    /** The value in planes with exactly these borders, for convolutions whose input another subgraph computes. */
    Stored planes(Node node, Value value, Layout.Planes wanted) {
        var now = get(value);
        if (now.layout() instanceof Layout.Planes p
                && p.block() == wanted.block()
                && p.top() >= wanted.top()
                && p.left() >= wanted.left()
                && p.bottom() >= wanted.bottom()
                && p.right() >= wanted.right()) {
            return now;
        }
        return converted(node, value, now, wanted, form(value));
    }

    private Stored converted(Node node, Value value, Stored now, Layout wanted, @Nullable ByteForm form) {
        var result = allocate(wanted, form);
        new Move(this, now, result, value.type().shape()).add(node);
        put(value, result);
        return result;
    }

    /** Whether planes of one pixel stand in row-major order. */
    private static boolean liesDense(Layout.Planes p) {
        return p.h() * p.w() == 1
                && !p.hasBorder()
                && (p.n() == 1 || p.c() % 64 == 0)
                && (p.planes() == 1 || p.block() == 64);
    }

    /** Adds a stage. */
    void stage(Node node, List<Call> calls) {
        stage(node, calls, 1);
    }

    /**
     * Adds a stage, with calls that fill borders of what is first written in it.
     *
     * @param parts how many neighbouring calls compute the parts of one block of channels, from top to bottom
     */
    void stage(Node node, List<Call> calls, int parts) {
        var fills = calls.stream()
                .map(Call::out)
                .distinct()
                .filter(out -> !out.isUsed() && Borders.areRefilled(out))
                .map(Borders::filling)
                .toList();
        int index = stages.size();
        var stage = new Stage(node, calls, parts, fills);
        for (var call : stage.all()) {
            call.in().useAt(index);
            call.out().useAt(index);
            if (call.extra() != null) {
                call.extra().useAt(index);
            }
        }
        stages.add(stage);
    }

    /** A tensor of another shape in the same memory. */
    static Stored reshaped(Stored dense, Shape shape) {
        var layout = (Layout.Dense) dense.layout();
        return new Stored(dense.buffer(), new Layout.Dense(shape, layout.element()), dense.form());
    }
}
