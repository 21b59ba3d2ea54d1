package dev.touchstone.rknpu.ddk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * {@code rk::nn::Exection}, in the vendor's spelling: a graph on the device. Not thread-safe.
 *
 * <pre>{@code
 * Exection(Graph* graph); ~Exection();
 * int Build(); int SetInputs(std::vector<InputInfo>); int Run(); int GetOutputs(std::vector<OutputInfo>);
 * struct InputInfo { uint32_t index; void* buf; uint32_t size; bool pass_through; PrecisionType type; DataLayoutType layout; };
 * struct OutputInfo { uint32_t index; void* buf; uint32_t size; PrecisionType type; DataLayoutType layout; bool want_float; };
 * }</pre>
 */
public final class Exection implements AutoCloseable {
    private static final int NCHW = 1;

    private final DdkLibrary library;
    private final Graph graph;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment self;
    private boolean built;
    private boolean closed;

    /** For a graph that outlives it. */
    public Exection(Graph graph) {
        this.graph = graph;
        library = graph.library();
        // The constructor leaves the device's handle as it finds it: the memory must be zero.
        self = arena.allocate(2L * Words.SIZE, Words.SIZE);
        try {
            library.exectionConstructor.invokeExact(self, graph.self());
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /**
     * Compiles the graph for the device, which may take minutes. A result of 0 does not say that nothing went wrong: see
     * {@link BuildLog}.
     *
     * @return the library's code
     */
    public int build() {
        graph.startBuild();
        int code = DdkLibrary.code(library.build, self);
        built = code == 0;
        return code;
    }

    /**
     * Computes once.
     *
     * @param inputs one buffer for each input, of its size
     * @return the code of the first call that failed, or 0
     */
    public int run(List<MemorySegment> inputs) {
        requireBuilt();
        int code = infos(library.setInputs, graph.inputs(), inputs, true);
        return code == 0 ? DdkLibrary.code(library.run, self) : code;
    }

    /**
     * Reads the results of the last run.
     *
     * @param outputs one buffer for each output, of its size
     * @return the library's code
     */
    public int getOutputs(List<MemorySegment> outputs) {
        requireBuilt();
        return infos(library.getOutputs, graph.outputs(), outputs, false);
    }

    private int infos(MethodHandle function, List<Tensor> tensors, List<MemorySegment> buffers, boolean input) {
        if (tensors.size() != buffers.size()) {
            throw new IllegalArgumentException(buffers.size() + " buffers for " + tensors.size() + " tensors");
        }
        try (var call = Arena.ofConfined()) {
            var vector = call.allocate(CxxVector.size(Words.SIZE), Words.SIZE);
            long each = infoSize(Words.SIZE);
            var storage = CxxVector.allocate(vector, each * buffers.size(), library);
            for (int i = 0; i < buffers.size(); i++) {
                var attr = tensors.get(i).attr();
                if (buffers.get(i).byteSize() != attr.bytes()) {
                    throw new IllegalArgumentException("the buffer of tensor " + attr.name() + " has "
                            + buffers.get(i).byteSize() + " bytes; expected " + attr.bytes());
                }
                info(i, buffers.get(i), attr, input).write(storage.asSlice(i * each, each), library);
            }
            int code = DdkLibrary.code(function, self, vector);
            CxxVector.destroy(vector, library);
            return code;
        }
    }

    static int infoSize(int word) {
        return word == 8 ? 32 : 24;
    }

    /** The order of the last three fields differs between the two structures. */
    static CxxStruct info(int index, MemorySegment buffer, TensorAttr attr, boolean input) {
        var passThroughOrWantFloat = Field.Octet.of(false);
        var type = new Field.Int(attr.precision().code());
        var layout = new Field.Int(NCHW);
        var first = new Field.Int(index);
        var address = new Field.Pointer(buffer.address());
        var size = new Field.Int(Math.toIntExact(buffer.byteSize()));
        return input
                ? CxxStruct.of(first, address, size, passThroughOrWantFloat, type, layout)
                : CxxStruct.of(first, address, size, type, layout, passThroughOrWantFloat);
    }

    private void requireBuilt() {
        if (!built) {
            throw new IllegalStateException("the native graph is not built");
        }
    }

    /** Releases the device's memory. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            DdkLibrary.call(library.exectionDestructor, self);
            arena.close();
        }
    }
}
