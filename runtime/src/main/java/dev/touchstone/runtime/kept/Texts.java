package dev.touchstone.runtime.kept;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Strings and lists in a head: their number of bytes or items, and these. */
final class Texts {
    private Texts() {}

    /** Writes an item. */
    interface Writer<T> {
        void write(DataOutputStream out, T item) throws IOException;
    }

    /** Reads an item. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a string ends behind the head");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static <T> void writeAll(DataOutputStream out, List<T> items, Writer<T> writer) throws IOException {
        out.writeInt(items.size());
        for (var item : items) {
            writer.write(out, item);
        }
    }

    static <T> List<T> readAll(DataInputStream in, Reader<T> reader) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new EOFException("a list ends behind the head");
        }
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            items.add(reader.read(in));
        }
        return items;
    }
}
