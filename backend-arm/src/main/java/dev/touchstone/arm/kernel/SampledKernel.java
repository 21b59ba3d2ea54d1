package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.ByteForm;
import java.util.List;

/** A kernel of which some outputs can be computed again by plain Java, so that each is tried before its first run. */
public interface SampledKernel extends Kernel {
    /** What stands at a place. */
    enum Content {
        /** Bytes as they are, none of which is -128. */
        BYTES,
        /** Bytes from 0 to 127. */
        POSITIVE_BYTES,
        /** Bytes that are int8 plus 128, none of which is 0. */
        OFFSET_BYTES,
        /** Floats between -4 and 4. */
        FLOATS,
        /** Bytes of zeros. */
        ZEROS;

        /** Numbers from -127 to 127, or from 0, in a form. */
        static Content of(ByteForm form) {
            return switch (form) {
                case SIGNED -> BYTES;
                case POSITIVE -> POSITIVE_BYTES;
                case OFFSET -> OFFSET_BYTES;
            };
        }
    }

    /**
     * Memory that the outputs in question are made from.
     *
     * @param extra whether it lies at EXTRA, else at IN
     * @param offset from there
     * @param bytes how long it is
     */
    record Place(boolean extra, int offset, int bytes, Content content) {
        /** At IN. */
        static Place in(int offset, int bytes, Content content) {
            return new Place(false, offset, bytes, content);
        }

        /** At EXTRA. */
        static Place extra(int offset, int bytes, Content content) {
            return new Place(true, offset, bytes, content);
        }
    }

    /**
     * What to fill before a call.
     *
     * @param call that will be made, for its constants
     * @param width bytes of a machine's vector
     */
    List<Place> places(Trial call, int width);

    /** Requires the outputs. */
    void verify(Trial trial, int width);
}
