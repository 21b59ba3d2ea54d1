package dev.touchstone.runtime.isolation;

import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** The elements of tensors in DATA frames, in the machine's byte order, which both sides compare in their greetings. */
final class TensorStream {
    /** Where frames come from. */
    interface Source {
        @Nullable
        Frame next() throws IOException;
    }

    private TensorStream() {}

    static void send(FrameOutput out, Iterable<Tensor> tensors) throws IOException {
        for (var tensor : tensors) {
            long size = tensor.segment().byteSize();
            for (long at = 0; at < size; at += FrameType.MAX_DATA) {
                long length = Math.min(FrameType.MAX_DATA, size - at);
                out.send(FrameType.DATA, tensor.segment().asSlice(at, length).toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    static void receive(Source source, Iterable<Tensor> tensors) throws IOException {
        for (var tensor : tensors) {
            long size = tensor.segment().byteSize();
            for (long at = 0; at < size; ) {
                var frame = source.next();
                if (frame == null || frame.type() != FrameType.DATA || frame.payload().length == 0) {
                    throw new ProtocolException("found " + (frame == null ? "the end" : "a " + frame.type() + " frame")
                            + " within the elements of " + tensor.type());
                }
                if (frame.payload().length > size - at) {
                    throw new ProtocolException("found " + frame.payload().length + " bytes of elements; " + (size - at)
                            + " of " + tensor.type() + " are left");
                }
                MemorySegment.copy(
                        MemorySegment.ofArray(frame.payload()), 0, tensor.segment(), at, frame.payload().length);
                at += frame.payload().length;
            }
        }
    }
}
