package dev.touchstone.rknpu.ddk;

import dev.touchstone.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code rk::nn::Graph}. The library checks nothing, so this class does. Close every {@link Exection} of it first. Not
 * thread-safe.
 *
 * <pre>{@code
 * Graph(); ~Graph();
 * SP<Operator> AddOperator(OperatorType, V<SP<Tensor>> inputs, V<SP<Tensor>> outputs, void* attrs, std::string name);
 * SP<Tensor> CreateTensor(SP<TensorAttr> attr, void* data);
 * int SetInputsOutputs(V<SP<Tensor>> inputs, V<SP<Tensor>> outputs);
 * V<SP<TensorAttr>> GetInputTensorsAttr(); V<SP<TensorAttr>> GetOutputTensorsAttr();
 * int EnableCreateCache(std::string path); int LoadCache(const char* buffer, size_t size);
 * }</pre>
 *
 * <p>C++ lets the caller destroy by-value arguments after a call, in whatever state the callee left them: every method
 * does so.
 */
public final class Graph implements AutoCloseable {
    /** The most operators of one graph. */
    public static final int MAX_OPERATORS = 1023;

    private final DdkLibrary library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment self;
    private final List<SharedPtr> references = new ArrayList<>();
    private final List<Runnable> unowned = new ArrayList<>();
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private int operators;
    private boolean built;
    private boolean closed;

    /** An empty graph. */
    public Graph(DdkLibrary library) {
        this.library = library;
        self = arena.allocate(Words.SIZE, Words.SIZE);
        DdkLibrary.call(library.graphConstructor, self);
    }

    DdkLibrary library() {
        return library;
    }

    MemorySegment self() {
        return self;
    }

    /** Memory that lives as long as the graph. */
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    List<Tensor> inputs() {
        return inputs;
    }

    List<Tensor> outputs() {
        return outputs;
    }

    /** From now on nothing can be added. A graph is built once. */
    void startBuild() {
        require(!built, "is built already; expected one Exection for each graph");
        require(!inputs.isEmpty() && !outputs.isEmpty(), "has no inputs or no outputs");
        built = true;
    }

    /** A tensor without data. */
    public Tensor tensor(TensorAttr attr) {
        require(attr.role() != Role.CONST, "constant " + attr.name() + " has no data");
        return create(attr, MemorySegment.NULL);
    }

    /** A constant. The data are read while the graph is built, and must live until then. */
    public Tensor constant(TensorAttr attr, MemorySegment data) {
        require(attr.role() == Role.CONST, "tensor " + attr.name() + " has data, but is no constant");
        require(
                data.byteSize() == attr.bytes(),
                "constant " + attr.name() + " has " + data.byteSize() + " bytes; expected " + attr.bytes());
        return create(attr, data);
    }

    private Tensor create(TensorAttr attr, MemorySegment data) {
        return new Tensor(create(share(attr), data), attr);
    }

    /** Takes over the caller's reference to the attributes. */
    private SharedPtr create(SharedPtr attr, MemorySegment data) {
        require(!built, "is built already");
        try (var call = Arena.ofConfined()) {
            var argument = call.allocate(SharedPtr.size(Words.SIZE), Words.SIZE);
            attr.write(argument, 0);
            var result =
                    (MemorySegment) library.createTensor.invokeExact((SegmentAllocator) call, self, argument, data);
            SharedPtr.read(argument, 0).release(library);
            return keep(SharedPtr.read(result, 0), "tensor");
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /**
     * A {@code shared_ptr<TensorAttr>}: with the library's own table the memory is the library's from now on; without it
     * nobody owns the memory, and this graph frees it at its end.
     */
    private SharedPtr share(TensorAttr attr) {
        var struct = attr.struct();
        int size = struct.size(Words.SIZE);
        if (library.controlTable() == 0) {
            var memory = library.allocate(size);
            struct.write(memory, library);
            unowned.add(() -> {
                struct.destroy(memory, library);
                library.free(memory.address());
            });
            return new SharedPtr(memory.address(), 0);
        }
        int header = SharedPtr.controlSize(Words.SIZE);
        var block = library.allocate(header + (long) size);
        Words.put(block, 0, library.controlTable() + 2L * Words.SIZE);
        block.set(ValueLayout.JAVA_INT, Words.SIZE, 1);
        block.set(ValueLayout.JAVA_INT, Words.SIZE + 4L, 1);
        struct.write(block.asSlice(header), library);
        return new SharedPtr(block.address() + header, block.address());
    }

    /**
     * Adds an operator behind its producers.
     *
     * @throws BackendException if the library does not implement the operator
     */
    public void add(OperatorType type, List<Tensor> operands, List<Tensor> results, OperatorAttr attr, String name) {
        require(!built, "is built already");
        require(++operators <= MAX_OPERATORS, "has more than " + MAX_OPERATORS + " operators");
        try (var call = Arena.ofConfined()) {
            var in = vector(call, operands);
            var out = vector(call, results);
            var label = call.allocate(CxxString.size(Words.SIZE), Words.SIZE);
            CxxString.write(label, name, library);
            var struct = attr.struct();
            var memory = struct.fields().isEmpty()
                    ? MemorySegment.NULL
                    : call.allocate(struct.size(Words.SIZE), struct.alignment(Words.SIZE));
            if (!struct.fields().isEmpty()) {
                struct.write(memory, library);
            }
            var result = (MemorySegment)
                    library.addOperator.invokeExact((SegmentAllocator) call, self, type.code(), in, out, memory, label);
            destroy(in);
            destroy(out);
            CxxString.destroy(label, library);
            if (!struct.fields().isEmpty()) {
                struct.destroy(memory, library);
            }
            keep(SharedPtr.read(result, 0), "operator " + type + " (" + name + ")");
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /** Says which tensors the host fills and which it reads, in this order. */
    public void setInputsOutputs(List<Tensor> newInputs, List<Tensor> newOutputs) {
        inputs.addAll(newInputs);
        outputs.addAll(newOutputs);
        try (var call = Arena.ofConfined()) {
            var in = vector(call, newInputs);
            var out = vector(call, newOutputs);
            int code = (int) library.setInputsOutputs.invokeExact(self, in, out);
            destroy(in);
            destroy(out);
            requireSuccess("SetInputsOutputs", code);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
    }

    /** Has the build write the compiled graph to a file, which must not exist yet. */
    public void enableCreateCache(String path) {
        try (var call = Arena.ofConfined()) {
            var argument = call.allocate(CxxString.size(Words.SIZE), Words.SIZE);
            CxxString.write(argument, path, library);
            int code = DdkLibrary.code(library.enableCreateCache, self, argument);
            CxxString.destroy(argument, library);
            requireSuccess("EnableCreateCache(" + path + ")", code);
        }
    }

    /**
     * Loads a compiled graph in the place of operators, and makes its inputs and outputs those of this graph.
     *
     * @param content of the file, checked by the caller because the library does not; must live until the graph is built
     * @param inputAttrs what the inputs are, in their order; the file's names are lost
     */
    public void loadCache(MemorySegment content, List<TensorAttr> inputAttrs, List<TensorAttr> outputAttrs) {
        try {
            int code = Words.SIZE == 8
                    ? (int) library.loadCache.invokeExact(self, content, content.byteSize())
                    : (int) library.loadCache.invokeExact(self, content, Math.toIntExact(content.byteSize()));
            requireSuccess("LoadCache", code);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw DdkLibrary.unexpected(e);
        }
        setInputsOutputs(
                loaded(library.getInputTensorsAttr, inputAttrs, "inputs"),
                loaded(library.getOutputTensorsAttr, outputAttrs, "outputs"));
    }

    private List<Tensor> loaded(MethodHandle getter, List<TensorAttr> expected, String what) {
        try (var call = Arena.ofConfined()) {
            var vector = DdkLibrary.byValue(getter, call, self);
            var attrs = CxxVector.pointers(vector);
            require(
                    attrs.size() == expected.size(),
                    "was loaded with " + attrs.size() + " " + what + "; expected " + expected.size());
            var tensors = new ArrayList<Tensor>();
            for (int i = 0; i < attrs.size(); i++) {
                // The vector's reference goes over to the argument of CreateTensor.
                tensors.add(new Tensor(create(attrs.get(i), MemorySegment.NULL), expected.get(i)));
            }
            CxxVector.destroy(vector, library);
            return tensors;
        }
    }

    private MemorySegment vector(Arena call, List<Tensor> tensors) {
        var slot = call.allocate(CxxVector.size(Words.SIZE), Words.SIZE);
        CxxVector.write(slot, tensors.stream().map(Tensor::pointer).toList(), library);
        return slot;
    }

    private void destroy(MemorySegment vector) {
        CxxVector.pointers(vector).forEach(p -> p.release(library));
        CxxVector.destroy(vector, library);
    }

    private SharedPtr keep(SharedPtr pointer, String what) {
        if (pointer.isNull()) {
            throw new BackendException("rknpu", "the library does not make " + what + ", which it does not implement");
        }
        references.add(pointer);
        return pointer;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("the native graph " + what);
        }
    }

    static void requireSuccess(String function, int code) {
        if (code != 0) {
            throw new BackendException("rknpu", "the library's " + function + " returned " + code + "; expected 0");
        }
    }

    /**
     * Releases tensors and operators, then the graph; after an error before the build nothing, because the library
     * crashes when some operators are destroyed that were never built. Idempotent.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!built && operators > 0) {
            return;
        }
        references.forEach(r -> r.release(library));
        DdkLibrary.call(library.graphDestructor, self);
        unowned.forEach(Runnable::run);
        arena.close();
    }
}
