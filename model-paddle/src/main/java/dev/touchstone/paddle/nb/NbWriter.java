package dev.touchstone.paddle.nb;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.paddle.write.ProgramFiles;
import dev.touchstone.paddle.write.StoredParameters;
import dev.touchstone.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a program and its parameters as one file of meta version 2. Equal programs give equal bytes. */
public final class NbWriter {
    private static final String WRITER = "touchstone";
    private static final int MOST_PARAMETERS = 65_535;

    private NbWriter() {}

    /**
     * Appends the whole file.
     *
     * @throws TouchstoneException if there are more parameters than the format can count
     */
    public static void write(Program program, OutputStream out) throws IOException {
        var topology = NbTopology.encode(program);
        var header = ByteBuffer.allocate(NbHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) 2).put(WRITER.getBytes(StandardCharsets.US_ASCII));
        header.putLong(NbHeader.BYTES - 8, topology.length);
        out.write(header.array());
        out.write(topology);
        parameters(program, out);
    }

    private static void parameters(Program program, OutputStream out) throws IOException {
        var parameters = StoredParameters.of(program);
        if (parameters.size() > MOST_PARAMETERS) {
            throw new TouchstoneException(program.name() + ": has " + parameters.size()
                    + " parameters; a .nb file holds at most " + MOST_PARAMETERS);
        }
        long largest = parameters.values().stream()
                .mapToLong(t -> t.type().bytes())
                .max()
                .orElse(0);
        var header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) 0).putShort((short) 0).putShort((short) FlatParameters.SEGMENT_HEADER);
        header.putShort((short) parameters.size()).putInt((int) largest);
        out.write(header.array());
        for (var parameter : parameters.entrySet()) {
            var bytes = parameter(parameter.getKey(), parameter.getValue());
            var sizes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            sizes.putInt(4 + bytes.length).putInt(4);
            out.write(sizes.array());
            out.write(bytes);
        }
    }

    private static byte[] parameter(String name, Tensor tensor) throws IOException {
        var data = new ByteArrayOutputStream((int) tensor.type().bytes());
        ProgramFiles.elements(tensor, data);
        var builder = new FlatBufferBuilder(data.size() + 1024);
        var writer = new FlatWriter(builder);
        int nameAt = writer.text(name);
        int lod = writer.longs(List.of());
        int dims = writer.longs(StoredParameters.dims(tensor));
        int dataAt = builder.createByteVector(data.toByteArray());
        builder.startTable(FlatIds.ParamTensor.FIELDS);
        builder.addOffset(FlatIds.ParamTensor.DATA, dataAt, 0);
        builder.addInt(
                FlatIds.ParamTensor.DATA_TYPE,
                ElementType.forMemory(tensor.type().dataType()).number(),
                0);
        builder.addOffset(FlatIds.ParamTensor.DIM, dims, 0);
        builder.addOffset(FlatIds.ParamTensor.LOD, lod, 0);
        int variable = builder.endTable();
        builder.startTable(FlatIds.Param.FIELDS);
        builder.addOffset(FlatIds.Param.VARIABLE, variable, 0);
        builder.addOffset(FlatIds.Param.NAME, nameAt, 0);
        builder.addByte(FlatIds.Param.VARIABLE_TYPE, (byte) FlatIds.Param.LOD_TENSOR, 0);
        builder.finish(builder.endTable());
        return builder.sizedByteArray();
    }
}
