package dev.touchstone.arm.asm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Growing machine code with labels. Not thread-safe. */
public final class CodeBuffer {
    /** Puts the distance to a label into an instruction. */
    @FunctionalInterface
    public interface FixUp {
        /**
         * Patches an instruction.
         *
         * @param at position of the field to patch
         * @param target position of the label
         */
        void apply(CodeBuffer code, int at, int target);
    }

    private record Pending(Label label, int at, FixUp fixUp) {}

    private byte[] bytes = new byte[4096];
    private int length;
    private final List<Pending> pending = new ArrayList<>();

    public CodeBuffer() {}

    public int length() {
        return length;
    }

    public void put8(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    /** Little-endian. */
    public void put32(int value) {
        put8(value);
        put8(value >> 8);
        put8(value >> 16);
        put8(value >> 24);
    }

    /** Little-endian. */
    public void put64(long value) {
        put32((int) value);
        put32((int) (value >> 32));
    }

    public void set32(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) (value >> 16);
        bytes[at + 3] = (byte) (value >> 24);
    }

    public int get32(int at) {
        return (bytes[at] & 255) | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16 | bytes[at + 3] << 24;
    }

    public Label newLabel() {
        return new Label();
    }

    /** Makes the label mean the current position. */
    public void bind(Label label) {
        if (label.isBound()) {
            throw new IllegalStateException("label is already bound to " + label.position);
        }
        label.position = length;
    }

    /** Asks for a patch at a position once the label is known; applied by {@link #toBytes}. */
    public void refer(Label label, int at, FixUp fixUp) {
        pending.add(new Pending(label, at, fixUp));
    }

    /**
     * The finished code.
     *
     * @throws IllegalStateException if a label that is referred to was never bound
     */
    public byte[] toBytes() {
        for (var p : pending) {
            p.fixUp().apply(this, p.at(), p.label().position());
        }
        pending.clear();
        return Arrays.copyOf(bytes, length);
    }
}
