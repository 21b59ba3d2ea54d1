package dev.touchstone.runtime.isolation;

import dev.touchstone.TouchstoneException;

/** Bytes that are not what the protocol allows: another program answered, or native code wrote into the pipe. */
final class ProtocolException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String what) {
        super(what);
    }

    /**
     * A fault at one place of a frame.
     *
     * @param offset position of the offending byte in the frame's payload
     */
    ProtocolException(FrameType type, int offset, String what) {
        super(type + " frame, byte " + offset + ": " + what);
    }
}
