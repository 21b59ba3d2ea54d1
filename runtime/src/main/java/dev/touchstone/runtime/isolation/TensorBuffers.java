package dev.touchstone.runtime.isolation;

import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for the inputs and outputs of one graph, in order, each beginning at a multiple of {@value #ALIGNMENT} bytes: a
 * file that caller and host map, so that elements are copied once on each side and the pipe carries only whose turn it
 * is. The file loses its name as soon as both have it, so that nothing is left behind whoever crashes.
 */
final class TensorBuffers implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    private TensorBuffers(Path file, Graph graph, StandardOpenOption... how) throws IOException {
        long size = size(graph);
        try (var channel = FileChannel.open(file, how)) {
            if (channel.size() < size) {
                if (channel.size() > 0) {
                    throw new ProtocolException("buffers in " + file + " have " + channel.size() + " bytes; graph "
                            + graph.name() + " needs " + size);
                }
                fill(channel, size);
            }
            var memory = channel.map(MapMode.READ_WRITE, 0, size, arena);
            long at = 0;
            for (var value : graph.inputs()) {
                inputs.add(tensor(memory, at, value.type()));
                at += room(value.type());
            }
            for (var value : graph.outputs()) {
                outputs.add(tensor(memory, at, value.type()));
                at += room(value.type());
            }
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The caller's side: makes the file, readable by the user only, and maps it. */
    static TensorBuffers create(Path file, Graph graph) throws IOException {
        return new TensorBuffers(
                file, graph, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** The host's side: maps the file. */
    static TensorBuffers open(Path file, Graph graph) throws IOException {
        return new TensorBuffers(file, graph, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * A new empty file in memory, where the machine has such; else where temporary files go. Its name tells whose it is:
     * {@code touchstone-PID-NUMBER.tensors}.
     */
    static Path newFile() throws IOException {
        var memory = Path.of("/dev/shm");
        var prefix = "touchstone-" + ProcessHandle.current().pid() + "-";
        return Files.isWritable(memory)
                ? Files.createTempFile(memory, prefix, ".tensors")
                : Files.createTempFile(prefix, ".tensors");
    }

    /** Writes every page, so that it shows now and not by a fault later if there is too little memory. */
    private static void fill(FileChannel channel, long size) throws IOException {
        var zeros = ByteBuffer.allocate(1 << 16);
        for (long at = 0; at < size; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
            at += channel.write(zeros, at);
        }
    }

    private static long size(Graph graph) {
        long size = 1; // Not even a graph of scalars maps nothing.
        for (var value : graph.inputs()) {
            size += room(value.type());
        }
        for (var value : graph.outputs()) {
            size += room(value.type());
        }
        return size;
    }

    private static long room(TensorType type) {
        return (type.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static Tensor tensor(MemorySegment memory, long at, TensorType type) {
        return Tensor.wrap(memory.asSlice(at, type.bytes()), type);
    }

    List<Tensor> inputs() {
        return inputs;
    }

    List<Tensor> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
