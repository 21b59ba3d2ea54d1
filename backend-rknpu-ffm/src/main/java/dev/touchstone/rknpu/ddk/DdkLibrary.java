package dev.touchstone.rknpu.ddk;

import dev.touchstone.BackendUnavailableException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An opened librknpu_ddk.so with its functions linked. It stays open until the process ends, because unloading it is not
 * safe. The library has no locks: at most one thread may be in it.
 *
 * <p>A class that C++ returns by value is written into memory whose address the caller passes. The linker does so exactly
 * if the declared struct is too large for registers, so that every such result is declared as three pointers, also
 * {@code std::shared_ptr}, which has two.
 */
public final class DdkLibrary implements CxxHeap {
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final StructLayout BY_VALUE = MemoryLayout.structLayout(POINTER, POINTER, POINTER);
    /** The last letter but one differs between compilers of the library. */
    private static final List<String> CONTROL_TABLES = List.of(
            "_ZTVSt23_Sp_counted_ptr_inplaceIN2rk2nn10TensorAttrESaIS2_ELN9__gnu_cxx12_Lock_policyE2EE",
            "_ZTVSt23_Sp_counted_ptr_inplaceIN2rk2nn10TensorAttrESaIvELN9__gnu_cxx12_Lock_policyE2EE");

    private final SymbolLookup symbols;
    private final MethodHandle operatorNew;
    private final MethodHandle operatorDelete;
    private final MethodHandle virtual;
    private final long controlTable;
    final MethodHandle graphConstructor;
    final MethodHandle graphDestructor;
    final MethodHandle addOperator;
    final MethodHandle createTensor;
    final MethodHandle setInputsOutputs;
    final MethodHandle getInputTensorsAttr;
    final MethodHandle getOutputTensorsAttr;
    final MethodHandle enableCreateCache;
    final MethodHandle loadCache;
    final MethodHandle exectionConstructor;
    final MethodHandle exectionDestructor;
    final MethodHandle build;
    final MethodHandle setInputs;
    final MethodHandle run;
    final MethodHandle getOutputs;

    private DdkLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
        var size = Words.SIZE == 8 ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
        var call = FunctionDescriptor.ofVoid(POINTER);
        var code = FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER);
        var codeOfArgument = FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER);
        operatorNew = link(DdkNames.OPERATOR_NEW, FunctionDescriptor.of(POINTER, size));
        operatorDelete = link(DdkNames.OPERATOR_DELETE, call);
        virtual = Linker.nativeLinker().downcallHandle(call);
        controlTable = CONTROL_TABLES.stream()
                .flatMap(t -> symbols.find(t).stream())
                .mapToLong(MemorySegment::address)
                .findFirst()
                .orElse(0);
        graphConstructor = link(DdkNames.GRAPH_CONSTRUCTOR, call);
        graphDestructor = link(DdkNames.GRAPH_DESTRUCTOR, call);
        addOperator = link(
                DdkNames.ADD_OPERATOR,
                FunctionDescriptor.of(BY_VALUE, POINTER, ValueLayout.JAVA_INT, POINTER, POINTER, POINTER, POINTER));
        createTensor = link(DdkNames.CREATE_TENSOR, FunctionDescriptor.of(BY_VALUE, POINTER, POINTER, POINTER));
        setInputsOutputs = link(
                DdkNames.SET_INPUTS_OUTPUTS, FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER, POINTER));
        getInputTensorsAttr = link(DdkNames.GET_INPUT_TENSORS_ATTR, FunctionDescriptor.of(BY_VALUE, POINTER));
        getOutputTensorsAttr = link(DdkNames.GET_OUTPUT_TENSORS_ATTR, FunctionDescriptor.of(BY_VALUE, POINTER));
        enableCreateCache = link(DdkNames.ENABLE_CREATE_CACHE, codeOfArgument);
        loadCache = link(DdkNames.LOAD_CACHE, FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER, size));
        exectionConstructor = link(DdkNames.EXECTION_CONSTRUCTOR, FunctionDescriptor.ofVoid(POINTER, POINTER));
        exectionDestructor = link(DdkNames.EXECTION_DESTRUCTOR, call);
        build = link(DdkNames.BUILD, code);
        setInputs = link(DdkNames.SET_INPUTS, codeOfArgument);
        run = link(DdkNames.RUN, code);
        getOutputs = link(DdkNames.GET_OUTPUTS, codeOfArgument);
    }

    /**
     * Opens and links the library.
     *
     * @param dependencies opened first, in this order, where the loader would not find them by itself; may be empty
     * @throws BackendUnavailableException naming the library that cannot be loaded, or the function that it lacks
     */
    public static DdkLibrary open(Path library, List<Path> dependencies) {
        dependencies.forEach(DdkLibrary::load);
        return new DdkLibrary(load(library));
    }

    /**
     * A function that a file does not offer, so that {@link #open} would fail; found without loading it. Empty if there is
     * none, and also if the file cannot be read.
     */
    public static Optional<String> missingFunction(Path library) {
        return DdkNames.missingIn(library);
    }

    private static SymbolLookup load(Path library) {
        try {
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new BackendUnavailableException(
                    "rknpu",
                    "cannot load " + library + ": it is not a library for this processor, or a library that it needs"
                            + " is missing; 'touchstone doctor rknpu' says which",
                    e);
        }
    }

    private MethodHandle link(String name, FunctionDescriptor descriptor) {
        var address = symbols.find(name)
                .orElseThrow(() -> new BackendUnavailableException(
                        "rknpu",
                        "the library has no function " + name
                                + "; expected librknpu_ddk.so of airockchip/rknpu_ddk, December 2020"));
        return Linker.nativeLinker().downcallHandle(address, descriptor);
    }

    /** The version of the layer underneath, as the library tells it. */
    public Optional<String> version() {
        return symbols.find("vsi_nn_GetVersion").map(f -> {
            var handle = Linker.nativeLinker().downcallHandle(f, FunctionDescriptor.of(POINTER));
            try {
                var text = (MemorySegment) handle.invokeExact();
                return text.reinterpret(64).getString(0);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        });
    }

    /** A further symbol of the library, for tests. */
    Optional<MemorySegment> symbol(String name) {
        return symbols.find(name);
    }

    /** The table for control blocks of {@code std::make_shared<TensorAttr>}; 0 if the library has none. */
    long controlTable() {
        return controlTable;
    }

    @Override
    public MemorySegment allocate(long bytes) {
        try {
            var memory = Words.SIZE == 8
                    ? (MemorySegment) operatorNew.invokeExact(bytes)
                    : (MemorySegment) operatorNew.invokeExact(Math.toIntExact(bytes));
            return memory.reinterpret(bytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void free(long address) {
        if (address != 0) {
            call(operatorDelete, MemorySegment.ofAddress(address));
        }
    }

    /** Calls a function of an object's table, with the object as its only argument. */
    void callVirtual(MemorySegment object, int slot) {
        long table = Words.get(object, 0);
        long function = Words.get(Words.at(table, (slot + 1L) * Words.SIZE), (long) slot * Words.SIZE);
        try {
            virtual.invokeExact(MemorySegment.ofAddress(function), object);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void call(MethodHandle function, MemorySegment argument) {
        try {
            function.invokeExact(argument);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int code(MethodHandle function, MemorySegment object) {
        try {
            return (int) function.invokeExact(object);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int code(MethodHandle function, MemorySegment object, MemorySegment argument) {
        try {
            return (int) function.invokeExact(object, argument);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static MemorySegment byValue(MethodHandle function, Arena arena, MemorySegment object) {
        try {
            return (MemorySegment) function.invokeExact((SegmentAllocator) arena, object);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A downcall throws nothing but errors of the virtual machine. */
    static AssertionError unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new AssertionError(e);
    }
}
