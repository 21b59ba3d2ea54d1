package dev.touchstone.paddle.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files: blindly, byte by byte, or with knowledge of the wire format. */
final class Mutator {
    private static final long[] ODD_NUMBERS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        8,
        127,
        128,
        255,
        1024,
        65_535,
        1 << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final SplittableRandom random;
    private final List<byte[]> donors;

    /**
     * A mutator for one file.
     *
     * @param donors files whose pieces may be spliced in
     */
    Mutator(SplittableRandom random, List<byte[]> donors) {
        this.random = random;
        this.donors = donors;
    }

    /** A file of messages with some of its fields changed, removed, doubled, moved or taken from elsewhere. */
    byte[] message(byte[] file) {
        var parsed = WireField.parse(file);
        if (parsed.isEmpty()) {
            return bytes(file);
        }
        var fields = new ArrayList<WireField>();
        parsed.get().forEach(f -> fields.add(f.copy()));
        // Mostly one change: it gets farther than several do.
        int changes = Math.max(1, random.nextInt(5) - 1);
        for (int i = 0; i < changes; i++) {
            change(fields);
        }
        return WireField.write(fields);
    }

    private void change(List<WireField> root) {
        var lists = new ArrayList<List<WireField>>();
        WireField.visit(root, lists::add);
        var list = lists.get(random.nextInt(lists.size()));
        if (list.isEmpty()) {
            return;
        }
        int at = random.nextInt(list.size());
        var field = list.get(at);
        switch (random.nextInt(14)) {
            case 0 -> list.remove(at);
            case 1 -> list.add(random.nextInt(list.size() + 1), field.copy());
            case 2 -> {
                list.remove(at);
                list.add(random.nextInt(list.size() + 1), field);
            }
            case 3 -> field.wireType = new int[] {0, 1, 2, 3, 4, 5, 6, 7}[random.nextInt(8)];
            case 4 -> {
                var donor = lists.get(random.nextInt(lists.size()));
                if (!donor.isEmpty()) {
                    list.set(at, donor.get(random.nextInt(donor.size())).copy());
                }
            }
            case 5 -> {
                var others = WireField.parse(donors.get(random.nextInt(donors.size())));
                others.ifPresent(o -> {
                    var otherLists = new ArrayList<List<WireField>>();
                    WireField.visit(o, otherLists::add);
                    var other = otherLists.get(random.nextInt(otherLists.size()));
                    if (!other.isEmpty()) {
                        list.set(at, other.get(random.nextInt(other.size())).copy());
                    }
                });
            }
            default -> scalar(field);
        }
    }

    private void scalar(WireField field) {
        if (field.wireType == 0) {
            field.value = random.nextBoolean()
                    ? ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]
                    : field.value + random.nextInt(-2, 3);
        } else {
            field.children.clear();
            field.payload = bytes(field.payload);
        }
    }

    /** Any file with some of its bytes changed. */
    byte[] bytes(byte[] file) {
        byte[] out = file.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            out = once(out);
        }
        return out;
    }

    private byte[] once(byte[] file) {
        if (file.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(file.length);
        int length = Math.min(file.length - at, 1 + random.nextInt(16));
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(file, at);
            }
            case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> file[at] = (byte) random.nextInt();
            case 3 -> Arrays.fill(file, at, at + length, (byte) 0xff);
            case 4 -> Arrays.fill(file, at, at + length, (byte) 0);
            case 5 -> {
                return spliced(file, at, at + length, new byte[0]);
            }
            case 6 -> {
                return spliced(file, at, at, Arrays.copyOfRange(file, at, at + length));
            }
            default -> {
                byte[] donor = donors.get(random.nextInt(donors.size()));
                int from = random.nextInt(donor.length + 1);
                return spliced(
                        file, at, at + length, Arrays.copyOfRange(donor, from, Math.min(donor.length, from + length)));
            }
        }
        return file;
    }

    private static byte[] spliced(byte[] file, int from, int to, byte[] replacement) {
        var out = new ByteArrayOutputStream();
        out.write(file, 0, from);
        out.writeBytes(replacement);
        out.write(file, to, file.length - to);
        return out.toByteArray();
    }
}
