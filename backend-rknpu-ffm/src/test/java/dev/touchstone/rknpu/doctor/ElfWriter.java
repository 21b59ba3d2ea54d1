package dev.touchstone.rknpu.doctor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes the smallest shared libraries that have what a loader reads; written from the ABI's tables. */
final class ElfWriter {
    private final boolean wide;
    private int machine;
    private int flags;
    private String soname = "";
    private final List<String> needed = new ArrayList<>();
    private final List<String> requires = new ArrayList<>();
    private final List<String> provides = new ArrayList<>();
    private String buildId = "";
    private String text = "";
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

    private ElfWriter(boolean wide, int machine, int flags) {
        this.wide = wide;
        this.machine = machine;
        this.flags = flags;
        strings.write(0);
    }

    static ElfWriter aarch64(String soname) {
        return new ElfWriter(true, 183, 0).soname(soname);
    }

    static ElfWriter armhf(String soname) {
        return new ElfWriter(false, 40, 0x5000400).soname(soname);
    }

    static ElfWriter of(boolean wide, String soname) {
        return wide ? aarch64(soname) : armhf(soname);
    }

    private ElfWriter soname(String name) {
        soname = name;
        return this;
    }

    ElfWriter needs(String... names) {
        needed.addAll(List.of(names));
        return this;
    }

    ElfWriter requires(String... versions) {
        requires.addAll(List.of(versions));
        return this;
    }

    ElfWriter provides(String... versions) {
        provides.addAll(List.of(versions));
        return this;
    }

    ElfWriter buildId(String hex) {
        buildId = hex;
        return this;
    }

    ElfWriter text(String newText) {
        text = newText;
        return this;
    }

    private int string(String name) {
        int at = strings.size();
        strings.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }

    private static byte[] filled(int size, java.util.function.Consumer<ByteBuffer> content) {
        var buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        content.accept(buffer);
        return buffer.array();
    }

    byte[] toBytes() {
        int word = wide ? 8 : 4;
        int header = wide ? 64 : 52;
        int programHeader = wide ? 56 : 32;
        int at = header + 3 * programHeader;

        var verneed = requires.isEmpty()
                ? new byte[0]
                : filled(16 + 16 * requires.size(), b -> {
                    b.putShort((short) 1)
                            .putShort((short) requires.size())
                            .putInt(string("libc.so.6"))
                            .putInt(16)
                            .putInt(0);
                    for (int i = 0; i < requires.size(); i++) {
                        b.putInt(0)
                                .putShort((short) 0)
                                .putShort((short) (i + 2))
                                .putInt(string(requires.get(i)))
                                .putInt(i == requires.size() - 1 ? 0 : 16);
                    }
                });
        var verdef = filled(28 * provides.size(), b -> {
            for (int i = 0; i < provides.size(); i++) {
                b.putShort((short) 1)
                        .putShort((short) 0)
                        .putShort((short) (i + 1))
                        .putShort((short) 1)
                        .putInt(0)
                        .putInt(20)
                        .putInt(i == provides.size() - 1 ? 0 : 28)
                        .putInt(string(provides.get(i)))
                        .putInt(0);
            }
        });
        var id = HexFormat.of().parseHex(buildId);
        var note = id.length == 0
                ? new byte[0]
                : filled(
                        16 + id.length,
                        b -> b.putInt(4)
                                .putInt(id.length)
                                .putInt(3)
                                .put(new byte[] {'G', 'N', 'U', 0})
                                .put(id));

        var tags = new ArrayList<long[]>();
        needed.forEach(n -> tags.add(new long[] {1, string(n)}));
        if (!soname.isEmpty()) {
            tags.add(new long[] {14, string(soname)});
        }
        int neededTags = tags.size() + 4;
        int dynamicAt = at;
        int dynamicSize = neededTags * 2 * word;
        int verneedAt = dynamicAt + dynamicSize;
        int verdefAt = verneedAt + verneed.length;
        int noteAt = verdefAt + verdef.length;
        int stringsAt = noteAt + note.length;
        tags.add(new long[] {5, stringsAt});
        if (verneed.length > 0) {
            tags.add(new long[] {0x6ffffffeL, verneedAt});
        }
        if (verdef.length > 0) {
            tags.add(new long[] {0x6ffffffcL, verdefAt});
        }

        var body = text.getBytes(StandardCharsets.ISO_8859_1);
        int size = stringsAt + strings.size() + body.length + 1;
        var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1}).position(16);
        out.putShort((short) 3).putShort((short) machine).putInt(1);
        put(out, 0);
        put(out, header);
        put(out, 0);
        out.putInt(flags)
                .putShort((short) header)
                .putShort((short) programHeader)
                .putShort((short) 3);
        segment(out, header, 1, 0, size);
        segment(out, header + programHeader, 2, dynamicAt, dynamicSize);
        segment(out, header + 2 * programHeader, 4, noteAt, note.length);
        out.position(dynamicAt);
        for (var tag : tags) {
            put(out, tag[0]);
            put(out, tag[1]);
        }
        out.position(verneedAt);
        out.put(verneed).put(verdef).put(note).put(strings.toByteArray()).put(body);
        return out.array();
    }

    private void put(ByteBuffer out, long value) {
        if (wide) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private void segment(ByteBuffer out, int at, int type, long offset, long size) {
        out.position(at);
        out.putInt(type);
        if (wide) {
            out.putInt(4);
            for (long value : new long[] {offset, offset, offset, size, size, 8}) {
                out.putLong(value);
            }
        } else {
            for (long value : new long[] {offset, offset, offset, size, size, 4, 4}) {
                out.putInt((int) value);
            }
        }
    }
}
