package dev.touchstone.arm.compile;

import dev.touchstone.arm.machine.ByteForm;
import org.jspecify.annotations.Nullable;

/** Memory of one tensor: what it must hold before the first run, when it is in use, and in the end where it lies. */
final class Buffer {
    final Layout layout;
    final int zero;
    /** Held from the start, for constants; such a buffer is never written. */
    final byte @Nullable [] content;

    int firstStage = Integer.MAX_VALUE;
    int lastStage = -1;
    int offset = -1;

    /** Of a tensor that is computed; {@code form} is null for floats. */
    Buffer(Layout layout, @Nullable ByteForm form) {
        this(layout, form, null);
    }

    Buffer(Layout layout, @Nullable ByteForm form, byte @Nullable [] content) {
        this.layout = layout;
        this.zero = form == null ? 0 : form.zero();
        this.content = content;
    }

    /** Whether a stage uses it already. */
    boolean isUsed() {
        return lastStage >= 0;
    }

    void useAt(int stage) {
        firstStage = Math.min(firstStage, stage);
        lastStage = Math.max(lastStage, stage);
    }
}
