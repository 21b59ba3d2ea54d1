package dev.touchstone.arm.compile;

import dev.touchstone.arm.machine.ByteForm;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in memory. Two may share a buffer, when one is the other under another shape.
 *
 * @param form of its bytes; null for floats
 */
record Stored(Buffer buffer, Layout layout, @Nullable ByteForm form) {
    /** Of a tensor of int8. */
    ByteForm bytes() {
        if (form == null) {
            throw new IllegalStateException("a float tensor has no bytes");
        }
        return form;
    }

    /** The layout, where the caller knows that it is planes. */
    Layout.Planes planes() {
        return (Layout.Planes) layout;
    }
}
