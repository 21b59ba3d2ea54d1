package dev.touchstone.paddle.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A field of a protobuf message that can be changed and written again with right lengths around it, so that the change
 * reaches the code behind the length checks.
 */
final class WireField {
    final int number;
    int wireType;
    /** Of a varint. */
    long value;
    /** Of everything else that has no children. */
    byte[] payload;
    /** Of a message; empty for anything else. */
    final List<WireField> children;

    private WireField(int number, int wireType, long value, byte[] payload, List<WireField> children) {
        this.number = number;
        this.wireType = wireType;
        this.value = value;
        this.payload = payload;
        this.children = children;
    }

    WireField copy() {
        var copies = new ArrayList<WireField>();
        children.forEach(c -> copies.add(c.copy()));
        return new WireField(number, wireType, value, payload, copies);
    }

    /** The fields of a message; empty if the bytes are none. */
    static Optional<List<WireField>> parse(byte[] bytes) {
        var fields = new ArrayList<WireField>();
        int[] at = {0};
        while (at[0] < bytes.length) {
            long tag = varint(bytes, at);
            int wireType = (int) (tag & 7);
            if (tag < 8 || tag >> 3 > 1000) {
                return Optional.empty();
            }
            long value = 0;
            byte[] payload = {};
            List<WireField> children = List.of();
            if (wireType == 0) {
                value = varint(bytes, at);
            } else {
                long length = switch (wireType) {
                    case 1 -> 8;
                    case 2 -> varint(bytes, at);
                    case 5 -> 4;
                    default -> -1;
                };
                if (length < 0 || length > bytes.length - at[0]) {
                    return Optional.empty();
                }
                payload = Arrays.copyOfRange(bytes, at[0], at[0] + (int) length);
                at[0] += (int) length;
                if (wireType == 2 && length > 1) {
                    children = parse(payload).orElse(List.of());
                }
            }
            fields.add(new WireField((int) (tag >> 3), wireType, value, payload, new ArrayList<>(children)));
        }
        return Optional.of(fields);
    }

    static byte[] write(List<WireField> fields) {
        var out = new ByteArrayOutputStream();
        fields.forEach(f -> f.write(out));
        return out.toByteArray();
    }

    /** Every list of fields in the message, from the outside in. */
    static void visit(List<WireField> fields, Consumer<List<WireField>> action) {
        action.accept(fields);
        for (var field : fields) {
            if (!field.children.isEmpty()) {
                visit(field.children, action);
            }
        }
    }

    private void write(ByteArrayOutputStream out) {
        varint(((long) number << 3) | wireType, out);
        switch (wireType) {
            case 0 -> varint(value, out);
            case 2 -> {
                byte[] content = children.isEmpty() ? payload : write(children);
                varint(content.length, out);
                out.writeBytes(content);
            }
            default -> out.writeBytes(payload);
        }
    }

    private static long varint(byte[] bytes, int[] at) {
        long value = 0;
        for (int shift = 0; shift < 64 && at[0] < bytes.length; shift += 7) {
            byte b = bytes[at[0]++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                break;
            }
        }
        return value;
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
