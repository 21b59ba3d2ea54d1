package dev.touchstone.rknpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The C++ interface of librknpu_ddk.so word by word, without the module's own binding: what that binding has to know of
 * names, layouts, calling conventions and ownership, written down a second time so that both can be compared.
 */
final class RawDdk {
    /** A std::shared_ptr: the object and its control block. */
    record Shared(long object, long control) {}

    /** Size of a pointer. */
    static final int WORD = (int) ADDRESS.byteSize();

    private static final boolean WIDE = WORD == 8;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final VarHandle COUNT = JAVA_INT.varHandle();
    // Whatever is returned in memory is declared as three words, so that both ABIs pass its place in a register.
    private static final MemoryLayout RETURNED = MemoryLayout.structLayout(ADDRESS, ADDRESS, ADDRESS);
    private static final String VECTOR = "St6vectorISt10shared_ptrINS0_6TensorEESaIS";

    private final SymbolLookup symbols;
    private final MethodHandle operatorNew;
    private final MethodHandle operatorDelete;
    private final MethodHandle graphCreate;
    private final MethodHandle graphDestroy;
    private final MethodHandle createTensor;
    private final MethodHandle addOperator;
    private final MethodHandle setInputsOutputs;
    private final MethodHandle exectionCreate;
    private final MethodHandle exectionDestroy;
    private final MethodHandle build;
    private final MethodHandle setInputs;
    private final MethodHandle run;
    private final MethodHandle getOutputs;
    private final long attributesTable;

    RawDdk(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
        ValueLayout size = WIDE ? JAVA_LONG : JAVA_INT;
        operatorNew = link(WIDE ? "_Znwm" : "_Znwj", FunctionDescriptor.of(ADDRESS, size));
        operatorDelete = link("_ZdlPv", FunctionDescriptor.ofVoid(ADDRESS));
        graphCreate = link("_ZN2rk2nn5GraphC1Ev", FunctionDescriptor.ofVoid(ADDRESS));
        graphDestroy = link("_ZN2rk2nn5GraphD1Ev", FunctionDescriptor.ofVoid(ADDRESS));
        createTensor = link(
                "_ZN2rk2nn5Graph12CreateTensorESt10shared_ptrINS0_10TensorAttrEEPv",
                FunctionDescriptor.of(RETURNED, ADDRESS, ADDRESS, ADDRESS));
        addOperator = link(
                "_ZN2rk2nn5Graph11AddOperatorENS0_12OperatorTypeE" + VECTOR + "6_EES8_Pv"
                        + "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
                FunctionDescriptor.of(RETURNED, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        setInputsOutputs = link(
                "_ZN2rk2nn5Graph16SetInputsOutputsE" + VECTOR + "5_EES7_",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        exectionCreate = link("_ZN2rk2nn8ExectionC1EPNS0_5GraphE", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        exectionDestroy = link("_ZN2rk2nn8ExectionD1Ev", FunctionDescriptor.ofVoid(ADDRESS));
        build = link("_ZN2rk2nn8Exection5BuildEv", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        setInputs = link(
                "_ZN2rk2nn8Exection9SetInputsESt6vectorINS0_9InputInfoESaIS3_EE",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        run = link("_ZN2rk2nn8Exection3RunEv", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        getOutputs = link(
                "_ZN2rk2nn8Exection10GetOutputsESt6vectorINS0_10OutputInfoESaIS3_EE",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        // The name of the table depends on the compiler's version.
        attributesTable = Optional.of("SaIS2_")
                .flatMap(this::attributesTable)
                .or(() -> attributesTable("SaIv"))
                .orElseThrow()
                .address();
    }

    private Optional<MemorySegment> attributesTable(String allocator) {
        return symbols.find(
                "_ZTVSt23_Sp_counted_ptr_inplaceIN2rk2nn10TensorAttrE" + allocator + "ELN9__gnu_cxx12_Lock_policyE2EE");
    }

    private MethodHandle link(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbols.findOrThrow(name), descriptor);
    }

    Optional<MemorySegment> symbol(String name) {
        return symbols.find(name);
    }

    /** Zeroed memory of the library's operator new. */
    MemorySegment allocate(long size) {
        try {
            MemorySegment block = WIDE
                    ? (MemorySegment) operatorNew.invokeExact(size)
                    : (MemorySegment) operatorNew.invokeExact((int) size);
            return block.reinterpret(size).fill((byte) 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void delete(long block) {
        call(operatorDelete, at(block));
    }

    MemorySegment graph() {
        MemorySegment graph = allocate(WORD);
        call(graphCreate, graph);
        return graph;
    }

    void destroyGraph(MemorySegment graph) {
        call(graphDestroy, graph);
        delete(graph.address());
    }

    MemorySegment exection(MemorySegment graph) {
        MemorySegment exection = allocate(2L * WORD);
        try {
            exectionCreate.invokeExact(exection, graph);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return exection;
    }

    void destroyExection(MemorySegment exection) {
        call(exectionDestroy, exection);
        delete(exection.address());
    }

    /** An INT8 or INT32 tensor with symmetric quantization. */
    Shared tensor(MemorySegment graph, String name, int precision, int role, float scale, int[] dims, long data) {
        Shared attributes = attributes(name, precision, role, scale, dims);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(2L * WORD, WORD);
            store(argument, 0, attributes.object());
            store(argument, 1, attributes.control());
            MemorySegment returned =
                    (MemorySegment) createTensor.invokeExact((SegmentAllocator) arena, graph, argument, at(data));
            // The callee may have moved the argument; what is left in it is ours to release.
            release(new Shared(load(argument, 0), load(argument, 1)));
            return new Shared(load(returned, 0), load(returned, 1));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private Shared attributes(String name, int precision, int role, float scale, int[] dims) {
        int head = WIDE ? 16 : 12;
        MemorySegment block = allocate(head + (WIDE ? 176 : 104));
        store(block, 0, attributesTable + 2L * WORD);
        block.set(JAVA_INT, WORD, 1);
        block.set(JAVA_INT, WORD + 4L, 1);
        MemorySegment attr = block.asSlice(head);
        string(attr, name);
        MemorySegment sizes = vector(attr.asSlice(WIDE ? 32 : 24), 4L * dims.length);
        MemorySegment.copy(MemorySegment.ofArray(dims), 0, sizes, 0, sizes.byteSize());
        attr.set(JAVA_INT, WIDE ? 56 : 36, precision);
        attr.set(JAVA_INT, WIDE ? 60 : 40, 1);
        attr.set(JAVA_INT, WIDE ? 64 : 44, role);
        attr.set(JAVA_INT, WIDE ? 68 : 48, 4);
        attr.set(JAVA_BYTE, WIDE ? 72 : 52, (byte) (precision == 3 ? 32 : 8));
        vector(attr.asSlice(WIDE ? 152 : 92), 4).set(JAVA_FLOAT, 0, scale);
        return new Shared(attr.address(), block.address());
    }

    /** Fills a std::string at its final place; a long one has its characters elsewhere. */
    private void string(MemorySegment string, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        MemorySegment characters = bytes.length < 16 ? string.asSlice(2L * WORD, 16) : allocate(bytes.length + 1L);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, characters, 0, bytes.length);
        store(string, 0, characters.address());
        store(string, 1, bytes.length);
        if (bytes.length >= 16) {
            store(string, 2, bytes.length);
        }
    }

    private MemorySegment vector(MemorySegment vector, long size) {
        MemorySegment content = allocate(size);
        store(vector, 0, content.address());
        store(vector, 1, content.address() + size);
        store(vector, 2, content.address() + size);
        return content;
    }

    Shared operator(
            MemorySegment graph, int type, List<Shared> inputs, Shared output, MemorySegment attributes, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = vector(arena, inputs);
            MemorySegment out = vector(arena, List.of(output));
            MemorySegment string = arena.allocate(WIDE ? 32 : 24, WORD);
            string(string, name);
            MemorySegment returned = (MemorySegment)
                    addOperator.invokeExact((SegmentAllocator) arena, graph, type, in, out, attributes, string);
            releaseVector(in);
            releaseVector(out);
            if (load(string, 0) != string.address() + 2L * WORD) {
                delete(load(string, 0));
            }
            return new Shared(load(returned, 0), load(returned, 1));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    int setInputsOutputs(MemorySegment graph, Shared input, Shared output) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = vector(arena, List.of(input));
            MemorySegment out = vector(arena, List.of(output));
            int code = (int) setInputsOutputs.invokeExact(graph, in, out);
            releaseVector(in);
            releaseVector(out);
            return code;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private MemorySegment vector(Arena arena, List<Shared> elements) {
        MemorySegment header = arena.allocate(3L * WORD, WORD);
        MemorySegment content = vector(header, 2L * WORD * elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Shared element = elements.get(i);
            acquire(element);
            store(content, 2L * i, element.object());
            store(content, 2L * i + 1, element.control());
        }
        return header;
    }

    private void releaseVector(MemorySegment header) {
        long begin = load(header, 0);
        if (begin == 0) {
            return;
        }
        MemorySegment content = at(begin).reinterpret(load(header, 1) - begin);
        for (long i = 0; i < content.byteSize() / (2L * WORD); i++) {
            release(new Shared(load(content, 2 * i), load(content, 2 * i + 1)));
        }
        delete(begin);
    }

    int build(MemorySegment exection) {
        return code(build, exection);
    }

    int run(MemorySegment exection) {
        return code(run, exection);
    }

    /** Gives one buffer of INT8 data, or none at all. */
    int setInputs(MemorySegment exection, MemorySegment... buffers) {
        return transfer(setInputs, exection, WIDE ? 24 : 16, buffers);
    }

    int getOutputs(MemorySegment exection, MemorySegment... buffers) {
        return transfer(getOutputs, exection, WIDE ? 20 : 12, buffers);
    }

    private int transfer(MethodHandle function, MemorySegment exection, int typeOffset, MemorySegment... buffers) {
        int entry = WIDE ? 32 : 24;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(3L * WORD, WORD);
            MemorySegment content = vector(header, (long) entry * buffers.length);
            for (int i = 0; i < buffers.length; i++) {
                MemorySegment info = content.asSlice((long) entry * i, entry);
                info.set(JAVA_INT, 0, i);
                info.set(ADDRESS, WORD, buffers[i]);
                info.set(JAVA_INT, 2L * WORD, (int) buffers[i].byteSize());
                info.set(JAVA_INT, typeOffset, 1);
                info.set(JAVA_INT, typeOffset + 4L, 1);
            }
            int code = (int) function.invokeExact(exection, header);
            if (load(header, 0) != 0) {
                delete(load(header, 0));
            }
            return code;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The number of owners of a shared object. */
    static int owners(Shared shared) {
        return at(shared.control()).reinterpret(3L * WORD).get(JAVA_INT, WORD);
    }

    private static void acquire(Shared shared) {
        COUNT.getAndAdd(at(shared.control()).reinterpret(3L * WORD), (long) WORD, 1);
    }

    void release(Shared shared) {
        if (shared.control() == 0) {
            return;
        }
        MemorySegment control = at(shared.control()).reinterpret(3L * WORD);
        if ((int) COUNT.getAndAdd(control, (long) WORD, -1) == 1) {
            callSlot(control, 2);
            if ((int) COUNT.getAndAdd(control, WORD + 4L, -1) == 1) {
                callSlot(control, 3);
            }
        }
    }

    private static void callSlot(MemorySegment control, int slot) {
        MemorySegment table = at(load(control, 0)).reinterpret((slot + 1L) * WORD);
        call(LINKER.downcallHandle(at(load(table, slot)), FunctionDescriptor.ofVoid(ADDRESS)), control);
    }

    private static void call(MethodHandle function, MemorySegment argument) {
        try {
            function.invokeExact(argument);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int code(MethodHandle function, MemorySegment argument) {
        try {
            return (int) function.invokeExact(argument);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MemorySegment at(long address) {
        return MemorySegment.ofAddress(address);
    }

    private static long load(MemorySegment segment, long index) {
        return WIDE
                ? segment.get(JAVA_LONG, index * WORD)
                : Integer.toUnsignedLong(segment.get(JAVA_INT, index * WORD));
    }

    private static void store(MemorySegment segment, long index, long value) {
        if (WIDE) {
            segment.set(JAVA_LONG, index * WORD, value);
        } else {
            segment.set(JAVA_INT, index * WORD, (int) value);
        }
    }
}
