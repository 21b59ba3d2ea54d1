package dev.touchstone.rknpu.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the dynamic loader would read of a shared library (System V ABI, chapters 4 and 5; symbol versions as glibc has
 * them). Trusts nothing: every offset is checked, every loop bounded. Immutable.
 *
 * @param bits 32 or 64
 * @param machine {@code e_machine}
 * @param flags {@code e_flags}
 * @param soname empty if it has none
 * @param needed the names of the libraries that it needs, in order
 * @param requires the symbol versions that it needs of others, sorted: {@code GLIBC_2.17}
 * @param provides the symbol versions that it defines, sorted
 * @param buildId in hexadecimal; empty if it has none
 */
record ElfFile(
        int bits,
        int machine,
        int flags,
        String soname,
        List<String> needed,
        List<String> requires,
        List<String> provides,
        String buildId,
        String text) {
    /** {@code e_machine} of 64-bit ARM. */
    static final int AARCH64 = 183;

    /** {@code e_machine} of 32-bit ARM. */
    static final int ARM = 40;

    /** In {@code e_flags} of 32-bit ARM: floating-point arguments in registers. */
    static final int HARD_FLOAT = 0x400;

    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_ENTRIES = 4096;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_NOTE = 4;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_SONAME = 14;
    private static final int DT_VERDEF = 0x6ffffffc;
    private static final int DT_VERNEED = 0x6ffffffe;
    private static final int NT_GNU_BUILD_ID = 3;

    ElfFile {
        needed = List.copyOf(needed);
        requires = List.copyOf(requires);
        provides = List.copyOf(provides);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws ElfFormatException if it is no ELF file, or a damaged one
     */
    static ElfFile read(Path file) throws IOException, ElfFormatException {
        if (Files.size(file) > MAX_BYTES) {
            throw new ElfFormatException("larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return parse(Files.readAllBytes(file));
    }

    static ElfFile parse(byte[] bytes) throws ElfFormatException {
        try {
            return new Parser(bytes).parse();
        } catch (IndexOutOfBoundsException e) {
            throw new ElfFormatException("damaged: a table reaches beyond the file");
        }
    }

    /** {@code 64-bit ARM (aarch64)}. */
    String kind() {
        return switch (machine) {
            case AARCH64 -> "64-bit ARM (aarch64)";
            case ARM -> (flags & HARD_FLOAT) != 0 ? "32-bit ARM (armhf)" : "32-bit ARM without hard float";
            case 62 -> "x86-64";
            case 3 -> "32-bit x86";
            default -> bits + "-bit, machine " + machine;
        };
    }

    /** The first place where its bytes, read as Latin-1, match. */
    Optional<MatchResult> find(Pattern pattern) {
        var match = pattern.matcher(text);
        return match.find() ? Optional.of(match.toMatchResult()) : Optional.empty();
    }

    /** Whether it can be loaded together with another one. */
    boolean fits(ElfFile other) {
        return bits == other.bits && machine == other.machine;
    }

    private record Segment(int type, long offset, long address, long size) {}

    private static final class Parser {
        private final ByteBuffer file;
        private final byte[] bytes;
        private final boolean wide;

        Parser(byte[] bytes) throws ElfFormatException {
            if (bytes.length < 52 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
                throw new ElfFormatException("no ELF file");
            }
            if (bytes[4] != 1 && bytes[4] != 2) {
                throw new ElfFormatException("ELF class " + bytes[4] + "; expected 1 or 2");
            }
            this.bytes = bytes;
            this.wide = bytes[4] == 2;
            this.file = ByteBuffer.wrap(bytes).order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }

        private int at(long offset) {
            if (offset < 0 || offset > bytes.length) {
                throw new IndexOutOfBoundsException();
            }
            return (int) offset;
        }

        private int half(long offset) {
            return file.getShort(at(offset)) & 0xffff;
        }

        private long word(long offset) {
            return file.getInt(at(offset)) & 0xffff_ffffL;
        }

        /** An address or offset of the file's own width. */
        private long wordOrXword(long offset) {
            return wide ? file.getLong(at(offset)) : word(offset);
        }

        private String string(long offset) {
            int start = at(offset);
            int end = start;
            while (bytes[end] != 0) {
                end++;
            }
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }

        private List<Segment> segments() throws ElfFormatException {
            long table = wordOrXword(wide ? 32 : 28);
            int size = half(wide ? 54 : 42);
            int count = half(wide ? 56 : 44);
            if (count > MAX_ENTRIES || size < (wide ? 56 : 32)) {
                throw new ElfFormatException("damaged: " + count + " program headers of " + size + " bytes");
            }
            var segments = new ArrayList<Segment>();
            for (int i = 0; i < count; i++) {
                long at = table + (long) i * size;
                segments.add(
                        wide
                                ? new Segment(
                                        (int) word(at), wordOrXword(at + 8), wordOrXword(at + 16), wordOrXword(at + 32))
                                : new Segment((int) word(at), word(at + 4), word(at + 8), word(at + 16)));
            }
            return segments;
        }

        private static long offset(List<Segment> segments, long address) throws ElfFormatException {
            for (var s : segments) {
                if (s.type() == PT_LOAD && address >= s.address() && address - s.address() < s.size()) {
                    return s.offset() + (address - s.address());
                }
            }
            throw new ElfFormatException("damaged: address " + Long.toHexString(address) + " is in no segment");
        }

        ElfFile parse() throws ElfFormatException {
            var segments = segments();
            var needed = new ArrayList<Long>();
            @Nullable Long soname = null;
            long strings = -1;
            long verneed = -1;
            long verdef = -1;
            var dynamic = segments.stream().filter(s -> s.type() == PT_DYNAMIC).findFirst();
            int step = wide ? 16 : 8;
            for (int i = 0;
                    dynamic.isPresent()
                            && i < MAX_ENTRIES
                            && (i + 1L) * step <= dynamic.get().size();
                    i++) {
                long at = dynamic.get().offset() + (long) i * step;
                long tag = wordOrXword(at);
                long value = wordOrXword(at + step / 2);
                if (tag == 0) {
                    break;
                } else if (tag == DT_NEEDED) {
                    needed.add(value);
                } else if (tag == DT_SONAME) {
                    soname = value;
                } else if (tag == DT_STRTAB) {
                    strings = offset(segments, value);
                } else if (tag == DT_VERNEED) {
                    verneed = offset(segments, value);
                } else if (tag == DT_VERDEF) {
                    verdef = offset(segments, value);
                }
            }
            if (strings < 0 && (!needed.isEmpty() || verneed >= 0 || verdef >= 0)) {
                throw new ElfFormatException("damaged: names without a string table");
            }
            var names = new ArrayList<String>();
            for (long name : needed) {
                names.add(string(strings + name));
            }
            return new ElfFile(
                    wide ? 64 : 32,
                    half(18),
                    (int) word(wide ? 48 : 36),
                    soname == null ? "" : string(strings + soname),
                    names,
                    verneed < 0 ? List.of() : versions(verneed, strings, true),
                    verdef < 0 ? List.of() : versions(verdef, strings, false),
                    buildId(segments),
                    new String(bytes, StandardCharsets.ISO_8859_1));
        }

        /** Verneed entries hold Vernaux entries, Verdef entries Verdaux ones; of a Verdef only the first is its name. */
        private List<String> versions(long table, long strings, boolean need) {
            var versions = new TreeSet<String>();
            long entry = table;
            for (int i = 0; i < MAX_ENTRIES; i++) {
                long auxiliary = entry + word(entry + (need ? 8 : 12));
                int count = need ? half(entry + 2) : 1;
                for (int k = 0; k < count && k < MAX_ENTRIES; k++) {
                    versions.add(string(strings + word(auxiliary + (need ? 8 : 0))));
                    auxiliary += word(auxiliary + (need ? 12 : 4));
                }
                long next = word(entry + (need ? 12 : 16));
                if (next == 0) {
                    break;
                }
                entry += next;
            }
            return List.copyOf(versions);
        }

        private String buildId(List<Segment> segments) {
            for (var s : segments) {
                long at = s.offset();
                for (int i = 0; s.type() == PT_NOTE && i < 16 && at + 12 <= s.offset() + s.size(); i++) {
                    long name = word(at);
                    long size = word(at + 4);
                    long content = at + 12 + (name + 3) / 4 * 4;
                    if (word(at + 8) == NT_GNU_BUILD_ID
                            && size <= 64
                            && string(at + 12).equals("GNU")) {
                        return HexFormat.of().formatHex(bytes, at(content), at(content + size));
                    }
                    at = content + (size + 3) / 4 * 4;
                }
            }
            return "";
        }
    }

    /** The names and versions, not the bytes. */
    @Override
    public String toString() {
        return kind() + " " + soname + " needs "
                + Stream.concat(needed.stream(), requires.stream()).toList();
    }
}
