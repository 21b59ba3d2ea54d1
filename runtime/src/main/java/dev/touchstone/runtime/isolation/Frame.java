package dev.touchstone.runtime.isolation;

/**
 * One message of the protocol.
 *
 * @param payload owned by the frame
 */
record Frame(FrameType type, byte[] payload) {
    /** {@code TSF1}: the first bytes of each frame, little-endian. */
    static final int MAGIC = 0x31465354;

    /** Magic, type, length of the payload and its CRC-32C, each in four bytes. */
    static final int HEADER = 16;

    WireReader reader() {
        return new WireReader(type, payload);
    }
}
