package dev.touchstone.runtime.isolation;

import org.jspecify.annotations.Nullable;

/** What a frame says. Requests are numbered from 1, answers from 64; DATA goes both ways. */
enum FrameType {
    /** Opens a backend: {@link Messages.Open}. Answer: DONE with {@link Messages.Opened}. */
    OPEN(1),
    /** Asks about one node: {@code u32 backend, node}. Answer: DONE with a {@link dev.touchstone.backend.Support}. */
    SUPPORTS(2),
    /** Compiles: {@link Messages.Compile}. Answer: DONE with {@code u32 graph}. */
    COMPILE(3),
    /** Runs a graph: {@link Messages.Run}. Answers: NODE frames, then DONE, and DATA of the outputs. */
    RUN(4),
    /** Closes a compiled graph: {@code u32 graph}. Answer: DONE. */
    CLOSE_GRAPH(5),
    /** Closes a backend: {@code u32 backend}. Answer: DONE. */
    CLOSE_BACKEND(6),
    /** Asks a run to end at its next node. No answer of its own. */
    CANCEL(7),
    /** Part of the elements of constants or tensors, in order, as announced by another frame. */
    DATA(8),

    /** The first frame of a host: {@link Messages.Hello}. */
    HELLO(64),
    /** The request was carried out. */
    DONE(65),
    /** The request was not carried out: {@link Failures}. */
    FAILED(66),
    /** A node of the running graph begins (1) or has ended (0): {@code u32 node, u8 begins}. */
    NODE(67);

    /** The most bytes of tensors in one frame. */
    static final int MAX_DATA = 1 << 20;

    /** The most bytes of any other frame: a graph without its constants. */
    static final int MAX_MESSAGE = 1 << 26;

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    int limit() {
        return this == DATA ? MAX_DATA : MAX_MESSAGE;
    }

    static @Nullable FrameType ofCode(int code) {
        for (var type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
