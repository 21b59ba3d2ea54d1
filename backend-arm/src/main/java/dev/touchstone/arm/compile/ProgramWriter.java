package dev.touchstone.arm.compile;

import dev.touchstone.arm.asm.Label;
import dev.touchstone.arm.compile.ArmProgram.Probe;
import dev.touchstone.arm.compile.RunPlan.Fill;
import dev.touchstone.arm.compile.RunPlan.StagePieces;
import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.kernel.ProductKernel;
import dev.touchstone.arm.kernel.SampledKernel;
import dev.touchstone.arm.machine.FactorOrder;
import dev.touchstone.arm.machine.Pieces;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts an assembly into bytes: each kernel once, the driver, the list of calls. */
final class ProgramWriter {
    private final Assembly assembly;
    private final Fusion fusion;

    ProgramWriter(Assembly assembly, Fusion fusion) {
        this.assembly = assembly;
        this.fusion = fusion;
    }

    ArmProgram write(List<Stored> inputs, List<Stored> outputs) {
        inputs.forEach(t -> t.buffer().useAt(-1));
        outputs.forEach(t -> t.buffer().useAt(assembly.stages().size()));
        int tensorBytes = BufferPlan.assign(assembly.buffers());
        var machine = assembly.machine();
        var code = machine.code();
        var start = code.newLabel();
        code.bind(start);
        var kernels = emitKernels();
        var entry = code.newLabel();
        var foreign = code.newLabel();
        machine.driver(entry, foreign, start);
        var stages = new ArrayList<StagePieces>();
        int count = assembly.stages().stream().mapToInt(s -> s.all().size()).sum();
        var list = new byte[count * Pieces.BYTES];
        int next = 0;
        for (var stage : assembly.stages()) {
            stages.add(new StagePieces(
                    fusion.nodes(stage.node()),
                    next,
                    stage.all().size(),
                    stage.parts(),
                    stage.fills().size(),
                    foreignInput(stage, inputs, outputs)));
            for (var call : stage.all()) {
                put(
                        list,
                        next * Pieces.BYTES,
                        call,
                        Objects.requireNonNull(kernels.get(call.kernel())).position());
                next++;
            }
        }
        var probes = probes();
        int pieces = assembly.constants().append(list);
        var plan = new RunPlan(
                entry.position(),
                foreign.position(),
                pieces,
                tensorBytes,
                fills(),
                stages,
                inputs.stream().map(t -> t.buffer().offset).toList(),
                outputs.stream().map(t -> t.buffer().offset).toList());
        var constants = MemorySegment.ofArray(assembly.constants().content())
                .asSlice(0, assembly.constants().length());
        return new ArmProgram(MemorySegment.ofArray(code.toBytes()), constants, plan, probes);
    }

    /** Which input of the graph a stage may read where the caller has it: nobody else reads it, and it reads nothing else. */
    private int foreignInput(Stage stage, List<Stored> inputs, List<Stored> outputs) {
        var buffer = stage.calls().getFirst().in();
        if (outputs.stream().anyMatch(t -> t.buffer() == buffer)) {
            return -1;
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).buffer() == buffer
                    && stage.calls().stream()
                            .allMatch(c -> c.in() == buffer && c.kernel().staysInInput())
                    && uses(buffer) == stage.calls().size()
                    && inputs.stream().filter(t -> t.buffer() == buffer).count() == 1) {
                return i;
            }
        }
        return -1;
    }

    private long uses(Buffer buffer) {
        return assembly.stages().stream()
                .flatMap(s -> s.all().stream())
                .mapToLong(
                        c -> (c.in() == buffer ? 1 : 0) + (c.out() == buffer ? 1 : 0) + (c.extra() == buffer ? 1 : 0))
                .sum();
    }

    /** The first call of each kernel that can be tried. */
    private List<Probe> probes() {
        var probes = new LinkedHashMap<Kernel, Probe>();
        int width = assembly.machine().width();
        int piece = 0;
        for (var stage : assembly.stages()) {
            for (var call : stage.all()) {
                if (call.kernel() instanceof ProductKernel kernel) {
                    probes.putIfAbsent(
                            kernel, new Probe(kernel, piece, kernel.vectorBytes(width), copies(kernel), order(kernel)));
                } else if (call.kernel() instanceof SampledKernel kernel) {
                    probes.putIfAbsent(kernel, new Probe(kernel, piece, width, 1, FactorOrder.DWORDS));
                }
                piece++;
            }
        }
        return List.copyOf(probes.values());
    }

    private int copies(ProductKernel kernel) {
        var activations = kernel.activations();
        return activations == null
                ? 1
                : assembly.machine().dotProduct(activations).weightVectors();
    }

    private FactorOrder order(ProductKernel kernel) {
        var activations = kernel.activations();
        return activations == null
                ? FactorOrder.DWORDS
                : assembly.machine().dotProduct(activations).order();
    }

    private Map<Kernel, Label> emitKernels() {
        var labels = new LinkedHashMap<Kernel, Label>();
        var machine = assembly.machine();
        for (var stage : assembly.stages()) {
            for (var call : stage.all()) {
                if (!labels.containsKey(call.kernel())) {
                    var label = machine.code().newLabel();
                    labels.put(call.kernel(), label);
                    machine.begin(label);
                    call.kernel().emit(machine, assembly.constants());
                    machine.ret();
                }
            }
        }
        return labels;
    }

    private static void put(byte[] list, int at, Call call, int kernel) {
        Weights.putInt(list, at + Pieces.KERNEL, kernel);
        Weights.putInt(list, at + Pieces.IN, call.in().offset + call.inOffset());
        Weights.putInt(list, at + Pieces.OUT, call.out().offset + call.outOffset());
        Weights.putInt(list, at + Pieces.WEIGHTS, call.weights());
        var extra = call.extra();
        Weights.putInt(list, at + Pieces.EXTRA, extra == null ? 0 : extra.offset + call.extraOffset());
        Weights.putInt(list, at + Pieces.COUNT, call.count());
    }

    private List<Fill> fills() {
        var fills = new ArrayList<Fill>();
        for (var buffer : assembly.buffers()) {
            if (buffer.content != null) {
                fills.add(new Fill(buffer.offset, buffer.content.length, 0, buffer.content));
            } else if (buffer.zero != 0 && buffer.layout instanceof Layout.Planes p && p.hasBorder()) {
                fills.add(new Fill(buffer.offset, p.bytes(), buffer.zero, null));
            }
        }
        return fills;
    }
}
