package dev.touchstone.paddle.nb;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.Limit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a whole {@code .nb} file: header, topology, parameters. */
public final class NbReader {
    private NbReader() {}

    /**
     * Reads a file.
     *
     * @param name short name of the model
     * @throws dev.touchstone.ModelFormatException if the bytes are not such a file within the limits
     */
    public static Program read(ByteSource source, String name, ModelLimits limits) {
        var header = NbHeader.read(source, new Limit("programBytes", limits.programBytes()));
        var nameBytes = new Limit("nameBytes", limits.nameBytes());
        // A copy: the pieces of a source are only valid until the next one is taken.
        var topology = MemorySegment.ofArray(
                source.piece(NbHeader.BYTES, header.topologyBytes()).toArray(ValueLayout.JAVA_BYTE));
        var decoded = header.meta() == 0
                ? new NaiveDecoder(
                                source.name(), new NaiveCursor(source, NbHeader.BYTES, header.parametersAt()), limits)
                        .program()
                : FlatProgramDecoder.decode(
                        source.name(), new FlatData(source.name(), topology, NbHeader.BYTES), limits);
        var parameters = new ParameterDecoder(decoded.blocks().getFirst(), limits);
        var flat = new FlatParameters(source, header.parametersAt(), nameBytes, parameters);
        switch (header.meta()) {
            case 0 ->
                NaiveDecoder.parameters(
                        new NaiveCursor(source, header.parametersAt(), source.size()), nameBytes, parameters);
            case 1 -> flat.combined();
            default -> flat.segment();
        }
        return new Program(
                source.name(),
                name,
                decoded.version(),
                decoded.blocks(),
                parameters.finish(flat.here()),
                parameters.warnings());
    }
}
