package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * One call of a kernel.
 *
 * @param in and {@code inOffset}: where it reads
 * @param out and {@code outOffset}: where it writes
 * @param weights offset of its constants
 * @param extra where it reads a second input, if it does
 * @param count what its COUNT means
 */
record Call(
        Kernel kernel,
        Buffer in,
        int inOffset,
        Buffer out,
        int outOffset,
        int weights,
        @Nullable Buffer extra,
        int extraOffset,
        int count) {
    /** A call with one input. */
    static Call of(Kernel kernel, Stored in, int inOffset, Stored out, int outOffset, int weights, int count) {
        return new Call(kernel, in.buffer(), inOffset, out.buffer(), outOffset, weights, null, 0, count);
    }

    /** A call with two inputs. */
    Call withExtra(Stored second, int offset) {
        return new Call(kernel, in, inOffset, out, outOffset, weights, second.buffer(), offset, count);
    }
}
