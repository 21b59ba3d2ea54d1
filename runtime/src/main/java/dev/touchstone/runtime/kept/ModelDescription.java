package dev.touchstone.runtime.kept;

import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.tensor.DataType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a model says of itself, but for its graph.
 *
 * @param stamps of the files it was read from
 * @param reader stamp of the jar that read it, if a jar did; else empty
 */
record ModelDescription(
        List<FileStamp> stamps,
        List<FileStamp> reader,
        String name,
        String format,
        List<Endpoint> inputs,
        List<Endpoint> outputs,
        ModelStatistics statistics,
        List<String> warnings,
        Optional<ImageProfile> imageProfile) {
    static ModelDescription of(Model model, List<FileStamp> stamps, List<FileStamp> reader) {
        return new ModelDescription(
                List.copyOf(stamps),
                List.copyOf(reader),
                model.name(),
                model.format(),
                model.inputs(),
                model.outputs(),
                model.statistics(),
                model.warnings(),
                model.imageProfile());
    }

    /** What is no longer as it was; empty if everything is. */
    Optional<String> change() {
        for (var list : List.of(stamps, reader)) {
            for (var stamp : list) {
                var change = stamp.change();
                if (change.isPresent()) {
                    return change;
                }
            }
        }
        return Optional.empty();
    }

    /** A text that is another for other files, or files in another state. */
    String identity() {
        var text = new StringBuilder();
        for (var list : List.of(stamps, reader)) {
            for (var stamp : list) {
                text.append(stamp.path()).append(' ').append(stamp.state()).append('\n');
            }
        }
        return text.toString();
    }

    void write(DataOutputStream out) throws IOException {
        Texts.writeAll(out, stamps, ModelDescription::writeStamp);
        Texts.writeAll(out, reader, ModelDescription::writeStamp);
        Texts.write(out, name);
        Texts.write(out, format);
        Texts.writeAll(out, inputs, ModelDescription::writeEndpoint);
        Texts.writeAll(out, outputs, ModelDescription::writeEndpoint);
        Texts.writeAll(out, List.copyOf(statistics.operators().entrySet()), (o, entry) -> {
            Texts.write(o, entry.getKey());
            o.writeInt(entry.getValue());
        });
        out.writeInt(statistics.parameters());
        out.writeLong(statistics.parameterElements());
        out.writeLong(statistics.parameterBytes());
        Texts.writeAll(out, warnings, Texts::write);
        Texts.writeAll(out, imageProfile.stream().toList(), ModelDescription::writeProfile);
    }

    static ModelDescription read(DataInputStream in) throws IOException {
        return new ModelDescription(
                Texts.readAll(in, ModelDescription::readStamp),
                Texts.readAll(in, ModelDescription::readStamp),
                Texts.read(in),
                Texts.read(in),
                Texts.readAll(in, ModelDescription::readEndpoint),
                Texts.readAll(in, ModelDescription::readEndpoint),
                readStatistics(in),
                Texts.readAll(in, Texts::read),
                Texts.readAll(in, ModelDescription::readProfile).stream().findFirst());
    }

    private static void writeStamp(DataOutputStream out, FileStamp stamp) throws IOException {
        Texts.write(out, stamp.path().toString());
        Texts.write(out, stamp.state());
        out.writeLong(stamp.lastChange());
    }

    private static FileStamp readStamp(DataInputStream in) throws IOException {
        return new FileStamp(Path.of(Texts.read(in)), Texts.read(in), in.readLong());
    }

    private static void writeEndpoint(DataOutputStream out, Endpoint endpoint) throws IOException {
        Texts.write(out, endpoint.name());
        Texts.write(out, endpoint.dataType().name());
        Texts.writeAll(out, endpoint.extents(), DataOutputStream::writeInt);
    }

    private static Endpoint readEndpoint(DataInputStream in) throws IOException {
        return new Endpoint(
                Texts.read(in), DataType.valueOf(Texts.read(in)), Texts.readAll(in, DataInputStream::readInt));
    }

    private static ModelStatistics readStatistics(DataInputStream in) throws IOException {
        var operators = new TreeMap<String, Integer>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            operators.put(Texts.read(in), in.readInt());
        }
        return new ModelStatistics(operators, in.readInt(), in.readLong(), in.readLong());
    }

    private static void writeProfile(DataOutputStream out, ImageProfile profile) throws IOException {
        Texts.writeAll(out, profile.labels(), Texts::write);
        out.writeInt(profile.channels());
        out.writeInt(profile.height());
        out.writeInt(profile.width());
        Texts.writeAll(out, profile.mean(), DataOutputStream::writeFloat);
        Texts.writeAll(out, profile.std(), DataOutputStream::writeFloat);
        Texts.write(out, profile.resize().name());
    }

    private static ImageProfile readProfile(DataInputStream in) throws IOException {
        return new ImageProfile(
                Texts.readAll(in, Texts::read),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                Texts.readAll(in, DataInputStream::readFloat),
                Texts.readAll(in, DataInputStream::readFloat),
                ImageProfile.Resize.valueOf(Texts.read(in)));
    }
}
