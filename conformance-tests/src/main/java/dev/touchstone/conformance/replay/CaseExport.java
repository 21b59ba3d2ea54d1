package dev.touchstone.conformance.replay;

import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.cases.Operators;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cases for programs outside the JVM: for each a directory with {@code case.json} (the replay format) and the tensors
 * again as NumPy files, {@code in_0.npy} and {@code out_0.npy} onwards.
 */
public final class CaseExport {
    private CaseExport() {}

    /**
     * Writes one case below a directory.
     *
     * @param seed of the suite that the case is from
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory, ConformanceCase c, Computation computation, long seed) throws IOException {
        var folder = directory.resolve(c.source()).resolve(c.id().substring(c.id().indexOf('#') + 1));
        Files.createDirectories(folder);
        var expected = ComputationJudge.expected(computation);
        var origin = new ReplayFile.Origin(Operators.VERSION, seed, "");
        var file = new ReplayFile(c.id(), c.rule().id(), origin, computation, expected, List.of());
        Files.writeString(folder.resolve("case.json"), file.toText());
        tensors(folder, "in_", computation.inputs());
        tensors(folder, "out_", expected);
    }

    private static void tensors(Path folder, String name, List<Tensor> tensors) throws IOException {
        for (int i = 0; i < tensors.size(); i++) {
            Files.write(folder.resolve(name + i + ".npy"), npy(tensors.get(i)));
        }
    }

    /** NumPy's format, version 1.0, in C order and little endian. */
    static byte[] npy(Tensor tensor) throws IOException {
        var type = switch (tensor.type().dataType()) {
            case FLOAT32 -> "<f4";
            case INT8 -> "|i1";
            case UINT8 -> "|u1";
            case BOOL -> "|b1";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
        };
        var extents = Arrays.stream(tensor.shape().toArray())
                .mapToObj(e -> e + ",")
                .collect(Collectors.joining(" ", "(", ")"));
        var header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + extents + ", }";
        // Magic, version, length and header fill whole blocks of 64 bytes and end with a line feed.
        header += " ".repeat(Math.floorMod(-(10 + header.length() + 1), 64)) + "\n";
        var bytes = new ByteArrayOutputStream();
        bytes.write(0x93);
        bytes.write("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(header.length() & 0xff);
        bytes.write(header.length() >> 8);
        bytes.write(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(tensor.segment().toArray(ValueLayout.JAVA_BYTE));
        return bytes.toByteArray();
    }
}
