package dev.touchstone.arm;

import dev.touchstone.BackendException;
import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.compile.Coverage;
import dev.touchstone.arm.compile.GraphCompiler;
import dev.touchstone.arm.compile.ProgramCodec;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.CompiledGraphFormat;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Signature;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Compiles graphs to machine code of one instruction set. */
final class ArmBackend implements Backend {
    private static final NumericProfile PROFILE = NumericProfile.REFERENCE.with(NumericProfile.Accumulation.BLOCKED);

    private final InstructionSets.Named isa;
    private final String processor;
    private final String place;
    private final WorkerPool workers;

    /**
     * Starts the threads that help with runs.
     *
     * @param processor that it emits code for
     * @param cores how many, and where they run
     * @param place what listings say of that; empty for nothing
     */
    ArmBackend(InstructionSets.Named isa, String processor, CoreChoice cores, String place) {
        this.isa = isa;
        this.processor = processor;
        this.place = place;
        this.workers = new WorkerPool(cores.threads(), cores);
    }

    @Override
    public String place() {
        return place;
    }

    /**
     * int8 is the reference's, bit for bit. Sums of float32 products go by planes of 64 channels, kernel rows, kernel
     * columns and channels, from the bias on, with fused multiply-add. All else of float32 is the reference's too.
     */
    @Override
    public NumericProfile profile() {
        return PROFILE;
    }

    @Override
    public Support supports(Node node) {
        return Support.ofInvalid(node).orElseGet(() -> Coverage.of(node));
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        for (var node : graph.nodes()) {
            if (supports(node) instanceof Support.Unsupported reason) {
                throw new BackendException("arm", node.label() + ": " + reason);
            }
        }
        var program = GraphCompiler.compile(graph, isa.machine().apply(new CodeBuffer()));
        return new ArmGraph(Signature.of(graph), program, workers);
    }

    /** Of one instruction set and one processor, on which kernels were tried; whatever the number of threads. */
    @Override
    public Optional<CompiledGraphFormat> format() {
        return Optional.of(new CompiledGraphFormat() {
            @Override
            public String identity() {
                return isa.name() + " on " + processor;
            }

            @Override
            public byte[] write(CompiledGraph graph) {
                return ((ArmGraph) graph).toBytes();
            }

            @Override
            public CompiledGraph read(Signature signature, MemorySegment bytes) {
                return new ArmGraph(signature, ProgramCodec.read(bytes), workers);
            }
        });
    }

    @Override
    public void close() {
        workers.close();
    }
}
