package dev.touchstone.arm.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BufferPlanTest {
    /** Not all channels of a plane: what is behind the last must stay as it is, and so the border does. */
    private static final Layout SMALL = new Layout.Planes(1, 60, 4, 4, 64, 1, 1, 1, 1, 1);

    private static Buffer buffer(Layout layout, @Nullable ByteForm form, int first, int last) {
        var buffer = new Buffer(layout, form);
        buffer.useAt(first);
        buffer.useAt(last);
        return buffer;
    }

    @Test
    void usesMemoryAgainForTheSameLayout() {
        var a = buffer(SMALL, ByteForm.POSITIVE, 0, 1);
        var b = buffer(SMALL, ByteForm.POSITIVE, 1, 2);
        var c = buffer(SMALL, ByteForm.POSITIVE, 2, 3);
        int bytes = BufferPlan.assign(List.of(a, b, c));
        assertThat(c.offset).isEqualTo(a.offset);
        assertThat(b.offset).isGreaterThanOrEqualTo(a.offset + SMALL.bytes() + Layout.SLACK);
        assertThat(bytes).isGreaterThanOrEqualTo(b.offset + SMALL.bytes() + Layout.SLACK);
    }

    @Test
    void keepsBordersOfDifferentZerosApart() {
        var a = buffer(SMALL, ByteForm.POSITIVE, 0, 1);
        var b = buffer(SMALL, ByteForm.OFFSET, 2, 3);
        BufferPlan.assign(List.of(a, b));
        assertThat(b.offset).isNotEqualTo(a.offset);
    }

    @Test
    void keepsDifferentLayoutsApart() {
        var a = buffer(SMALL, ByteForm.POSITIVE, 0, 1);
        var b = buffer(new Layout.Planes(1, 60, 4, 4, 64, 1, 0, 0, 0, 0), ByteForm.POSITIVE, 2, 3);
        BufferPlan.assign(List.of(a, b));
        assertThat(b.offset).isNotEqualTo(a.offset);
    }

    @Test
    void neverUsesTheMemoryOfAConstantAgain() {
        var constant = new Buffer(SMALL, ByteForm.POSITIVE, new byte[SMALL.bytes()]);
        constant.useAt(0);
        var a = buffer(SMALL, ByteForm.POSITIVE, 1, 2);
        BufferPlan.assign(List.of(constant, a));
        assertThat(a.offset).isNotEqualTo(constant.offset);
    }

    private static Layout whole(int channels, int size) {
        return new Layout.Planes(1, channels, size, size, 64, 1, 0, 0, 0, 0);
    }

    @Test
    void tensorsWithoutBordersShareMemoryWhateverTheirLayouts() {
        var a = buffer(whole(64, 8), ByteForm.POSITIVE, 0, 1);
        var b = buffer(whole(128, 4), ByteForm.OFFSET, 2, 3);
        BufferPlan.assign(List.of(a, b));
        assertThat(b.offset).isEqualTo(a.offset);
    }

    @Test
    void tensorsInUseAtTheSameTimeLieApart() {
        var a = buffer(whole(64, 8), ByteForm.POSITIVE, 0, 1);
        var b = buffer(whole(64, 2), ByteForm.POSITIVE, 1, 4);
        var c = buffer(whole(64, 16), ByteForm.POSITIVE, 2, 3);
        var d = buffer(whole(64, 4), ByteForm.POSITIVE, 3, 4);
        int bytes = BufferPlan.assign(List.of(a, b, c, d));
        assertThat(b.offset).isGreaterThanOrEqualTo(a.offset + a.layout.bytes() + Layout.SLACK);
        assertThat(c.offset).isGreaterThanOrEqualTo(b.offset + b.layout.bytes() + Layout.SLACK);
        assertThat(d.offset).isEqualTo(a.offset);
        assertThat(bytes).isGreaterThanOrEqualTo(c.offset + c.layout.bytes() + Layout.SLACK);
    }

    @Test
    void tensorsShareMemoryInSpiteOfBorders() {
        var a = buffer(new Layout.Planes(1, 64, 8, 8, 64, 4, 1, 1, 1, 1), null, 0, 1);
        var b = buffer(new Layout.Planes(1, 64, 4, 4, 64, 1, 0, 0, 1, 1), ByteForm.OFFSET, 2, 3);
        BufferPlan.assign(List.of(a, b));
        assertThat(b.offset).isEqualTo(a.offset);
    }

    @Test
    void whatComesFromOutsideLiesWhereLaterTensorsDo() {
        var input = buffer(new Layout.Dense(Shape.of(1, 64, 8, 8), 4), null, -1, 0);
        var inside = buffer(new Layout.Dense(Shape.of(1, 64, 8, 8), 4), null, 1, 2);
        var a = buffer(whole(64, 8), ByteForm.POSITIVE, 1, 2);
        BufferPlan.assign(List.of(input, inside, a));
        assertThat(a.offset).isEqualTo(input.offset).isNotEqualTo(inside.offset);
    }

    @Test
    void channelsBehindTheLastKeepWhatTheyHeld() {
        var a = buffer(whole(64, 8), ByteForm.POSITIVE, 0, 1);
        var b = buffer(whole(60, 8), ByteForm.POSITIVE, 2, 3);
        BufferPlan.assign(List.of(a, b));
        assertThat(b.offset).isNotEqualTo(a.offset);
    }
}
