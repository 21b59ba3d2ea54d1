package dev.touchstone.cli.image;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.tensor.Npy;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Many inputs of one network. Each file is a picture, as {@link ImageTensors} reads it, or an .npy file with many: uint8
 * [n, height, width] or [n, height, width, channels] are pictures of the input's size, float32 [n, ...] are finished
 * inputs. Of a directory the files that end in png, jpg, jpeg, raw or npy count, by name.
 *
 * <p>Thread-safe; pictures are decoded each time they are asked for.
 */
public final class PictureSet {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "raw", "npy");

    private final ImageProfile profile;
    private final List<Entry> entries;

    private PictureSet(ImageProfile profile, List<Entry> entries) {
        this.profile = profile;
        this.entries = List.copyOf(entries);
    }

    /** One input. */
    private sealed interface Entry {
        /** A picture's file. */
        record Picture(Path file) implements Entry {}

        /** One of those in an .npy file. */
        record Part(Path file, Tensor whole, int index) implements Entry {}
    }

    /**
     * Finds the inputs.
     *
     * @param paths files and directories, in order
     * @param profile how a picture becomes an input
     * @throws UserFileException if a path does not exist, an .npy file holds something else, or there is nothing
     */
    public static PictureSet of(List<Path> paths, ImageProfile profile) {
        var entries = new ArrayList<Entry>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                list(path).forEach(file -> add(file, profile, entries));
            } else {
                add(path, profile, entries);
            }
        }
        if (entries.isEmpty()) {
            throw new UserFileException(
                    paths.getFirst(), "holds no picture; expected files that end in png, jpg, raw, npy");
        }
        return new PictureSet(profile, entries);
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> ENDINGS.contains(ending(f))).sorted().toList();
        } catch (IOException e) {
            throw new UserFileException(directory, "cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    private static String ending(Path file) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void add(Path file, ImageProfile profile, List<Entry> entries) {
        if (!ending(file).equals("npy")) {
            entries.add(new Entry.Picture(file));
            return;
        }
        Tensor whole;
        try {
            whole = Npy.read(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserFileException(file, "cannot be read (" + e.getMessage() + ")", e);
        }
        int[] extents = whole.shape().toArray();
        boolean finished = whole.type().isFloat() && extents.length > 1;
        int[] expected = profile.channels() == 1 && extents.length == 3
                ? new int[] {extents[0], profile.height(), profile.width()}
                : new int[] {extents[0], profile.height(), profile.width(), profile.channels()};
        if (!finished && !(whole.type().dataType() == DataType.UINT8 && Arrays.equals(extents, expected))) {
            throw new UserFileException(
                    file,
                    "holds " + whole.type() + "; expected float32 inputs, or uint8 pictures "
                            + Arrays.toString(expected).replace(String.valueOf(extents[0]) + ",", "n,"));
        }
        for (int i = 0; i < extents[0]; i++) {
            entries.add(new Entry.Part(file, whole, i));
        }
    }

    /** How many inputs there are. */
    public int size() {
        return entries.size();
    }

    /** Where an input comes from, for messages. */
    public String name(int index) {
        return switch (entries.get(index)) {
            case Entry.Picture p -> p.file().toString();
            case Entry.Part p -> p.file() + "[" + p.index() + "]";
        };
    }

    /** One input, with a first extent of 1. */
    public Tensor read(int index) {
        return switch (entries.get(index)) {
            case Entry.Picture p -> ImageTensors.read(p.file(), profile);
            case Entry.Part p -> part(p);
        };
    }

    private Tensor part(Entry.Part p) {
        var one = p.whole().type().withShape(p.whole().shape().with(0, 1));
        var slice = Tensor.wrap(p.whole().segment().asSlice(p.index() * one.bytes(), one.bytes()), one);
        if (one.isFloat()) {
            return slice.copy();
        }
        byte[] samples = slice.toBytes();
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (samples[i] & 0xff) / 255f;
        }
        return Tensor.of(
                ImageTensors.normalised(values, profile), 1, profile.channels(), profile.height(), profile.width());
    }

    /**
     * Several inputs, one after the other along the first extent.
     *
     * @throws UserFileException if they differ in shape
     */
    public Tensor read(int from, int count) {
        var first = read(from);
        var type = first.type().withShape(first.shape().with(0, count));
        var batch = Tensor.allocate(type);
        long bytes = first.type().bytes();
        for (int i = 0; i < count; i++) {
            var one = i == 0 ? first : read(from + i);
            if (!one.type().equals(first.type())) {
                throw new UserFileException(
                        Path.of(name(from + i)),
                        "gives " + one.type() + ", others " + first.type() + "; expected one shape");
            }
            batch.segment().asSlice(i * bytes, bytes).copyFrom(one.segment());
        }
        return batch;
    }
}
