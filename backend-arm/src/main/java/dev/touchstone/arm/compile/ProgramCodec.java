package dev.touchstone.arm.compile;

import dev.touchstone.BackendException;
import dev.touchstone.arm.compile.RunPlan.Fill;
import dev.touchstone.arm.compile.RunPlan.StagePieces;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A program as bytes, for a later process on a processor with the same instruction set: big-endian numbers of 32 bits with
 * {@link #FORMAT}, the sizes of plan, code and constants, and the plan; behind it code and constants. The nodes that stages
 * compute are not kept, nor are probes: the code was tried by the process that wrote it.
 */
public final class ProgramCodec {
    /** Changes with the order of what is written, and with anything that a driver takes. */
    static final int FORMAT = 1;

    private static final int HEADER = 4 * Integer.BYTES;

    private ProgramCodec() {}

    /** Puts a program together from where it lies in memory. */
    public static byte[] write(MemorySegment code, MemorySegment constants, RunPlan plan) {
        byte[] planned = plan(plan);
        var bytes = new byte[Math.toIntExact(HEADER + planned.length + code.byteSize() + constants.byteSize())];
        ByteBuffer.wrap(bytes)
                .putInt(FORMAT)
                .putInt(planned.length)
                .putInt((int) code.byteSize())
                .putInt((int) constants.byteSize())
                .put(planned);
        var to = MemorySegment.ofArray(bytes);
        long at = (long) HEADER + planned.length;
        MemorySegment.copy(code, 0, to, at, code.byteSize());
        MemorySegment.copy(constants, 0, to, at + code.byteSize(), constants.byteSize());
        return bytes;
    }

    private static byte[] plan(RunPlan plan) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(plan.entry());
            out.writeInt(plan.foreignEntry());
            out.writeInt(plan.pieces());
            out.writeInt(plan.tensorBytes());
            out.writeInt(plan.fills().size());
            for (var fill : plan.fills()) {
                out.writeInt(fill.offset());
                out.writeInt(fill.bytes());
                out.writeInt(fill.value());
                out.writeInt(fill.content() == null ? 0 : 1);
                if (fill.content() != null) {
                    out.write(fill.content());
                }
            }
            out.writeInt(plan.stages().size());
            for (var stage : plan.stages()) {
                out.writeInt(stage.first());
                out.writeInt(stage.count());
                out.writeInt(stage.parts());
                out.writeInt(stage.fills());
                out.writeInt(stage.input());
            }
            for (var places : List.of(plan.inputs(), plan.outputs())) {
                out.writeInt(places.size());
                for (int place : places) {
                    out.writeInt(place);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written to it", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The program in the bytes; its code and constants are parts of them.
     *
     * @param bytes as {@link #write} made them, which the caller knows by a checksum
     * @throws BackendException if they are of another format, or end before they should
     */
    public static ArmProgram read(MemorySegment bytes) {
        try {
            var in = bytes.asByteBuffer();
            int format = in.getInt();
            if (format != FORMAT) {
                throw unreadable("has format " + format + "; expected " + FORMAT, null);
            }
            int planned = in.getInt();
            int codeBytes = in.getInt();
            int constantBytes = in.getInt();
            var plan = plan(in.slice(HEADER, planned));
            var code = bytes.asSlice(HEADER + planned, codeBytes);
            var constants = bytes.asSlice(HEADER + planned + codeBytes, constantBytes);
            return new ArmProgram(code, constants, plan, List.of());
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw unreadable("ends within its " + bytes.byteSize() + " bytes", e);
        }
    }

    private static BackendException unreadable(String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new BackendException("arm", "the compiled graph " + what + "; delete it and compile again", cause);
    }

    private static RunPlan plan(ByteBuffer in) {
        return new RunPlan(
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                list(in, ProgramCodec::fill),
                list(in, ProgramCodec::stage),
                list(in, ByteBuffer::getInt),
                list(in, ByteBuffer::getInt));
    }

    private static Fill fill(ByteBuffer in) {
        int offset = in.getInt();
        int bytes = in.getInt();
        int value = in.getInt();
        if (in.getInt() == 0) {
            return new Fill(offset, bytes, value, null);
        }
        var content = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        return new Fill(offset, bytes, value, MemorySegment.ofBuffer(content).toArray(ValueLayout.JAVA_BYTE));
    }

    private static StagePieces stage(ByteBuffer in) {
        return new StagePieces(List.of(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }

    private static <T> List<T> list(ByteBuffer in, Function<ByteBuffer, T> each) {
        int count = in.getInt();
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            items.add(each.apply(in));
        }
        return items;
    }
}
