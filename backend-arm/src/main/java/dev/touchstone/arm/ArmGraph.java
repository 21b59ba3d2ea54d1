package dev.touchstone.arm;

import dev.touchstone.arm.compile.ArmProgram;
import dev.touchstone.arm.compile.ProgramCodec;
import dev.touchstone.arm.compile.RunPlan;
import dev.touchstone.arm.machine.Pieces;
import dev.touchstone.arm.memory.CodeMemory;
import dev.touchstone.arm.memory.NativeCall;
import dev.touchstone.arm.memory.NativeMemory;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program in executable memory. Code and constants are shared by all runs, each run in flight has memory of its own for
 * tensors, which is kept for later runs. Runs that are in flight when the graph is closed complete, and the last of them
 * gives code and constants back; later ones are refused.
 */
final class ArmGraph implements CompiledGraph {
    /** Memories that wait for a run; more are given back. */
    private static final int MAX_IDLE = 4;

    /** Inputs of more bytes are copied: reading them would hold up collections for most of a millisecond. */
    private static final int MOST_FOREIGN = 8 << 20;

    private final Signature signature;
    private final RunPlan plan;
    private final CodeMemory code;
    private final NativeMemory constants;
    private final long constantBytes;
    private final MemorySegment entry;
    private final MemorySegment foreignEntry;
    private final WorkerPool workers;
    private final Company company = new Company();
    private final Deque<NativeMemory> idle = new ArrayDeque<>();
    private long selfCheckNanos;
    private int running;
    private boolean closed;
    /** Linking the call that takes memory of the heap costs more than a run gains by it. */
    private volatile boolean ranBefore;

    /**
     * Loads a program.
     *
     * @param signature of the graph that the program computes
     * @param workers who help with runs; not closed here
     */
    ArmGraph(Signature signature, ArmProgram program, WorkerPool workers) {
        this.signature = signature;
        this.plan = program.plan();
        this.workers = workers;
        var content = program.constants();
        this.constants = NativeMemory.allocate(content.byteSize());
        this.constantBytes = content.byteSize();
        MemorySegment.copy(content, 0, constants.segment(), 0, content.byteSize());
        try {
            this.code = CodeMemory.of(program.code());
        } catch (RuntimeException e) {
            constants.close();
            throw e;
        }
        this.entry = MemorySegment.ofAddress(code.address() + plan.entry());
        this.foreignEntry = MemorySegment.ofAddress(code.address() + plan.foreignEntry());
        try {
            check(program.probes());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void check(List<ArmProgram.Probe> probes) {
        if (probes.isEmpty()) {
            return;
        }
        var memory = lease();
        long start = System.nanoTime();
        try {
            new SelfCheck(plan.pieces(), entry, constants.segment(), memory.segment()).run(probes);
            selfCheckNanos = System.nanoTime() - start;
        } finally {
            giveBack(memory);
        }
    }

    /** The program as bytes, for {@link ProgramCodec#read}. */
    synchronized byte[] toBytes() {
        if (closed) {
            throw closed();
        }
        return ProgramCodec.write(code.segment(), constants.segment().asSlice(0, constantBytes), plan);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the compiled graph is closed");
    }

    /** How long the kernels were tried before the first run. */
    long selfCheckNanos() {
        return selfCheckNanos;
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
        signature.require(inputs, outputs);
        var memory = lease();
        try {
            var tensors = memory.segment();
            var run = new Run(memory, foreign(inputs));
            for (int i = 0; i < inputs.size(); i++) {
                if (!run.foreign().containsKey(i)) {
                    var from = inputs.get(i).segment();
                    MemorySegment.copy(from, 0, tensors, plan.inputs().get(i), from.byteSize());
                }
            }
            compute(run, monitor);
            for (int i = 0; i < outputs.size(); i++) {
                var to = outputs.get(i).segment();
                MemorySegment.copy(tensors, plan.outputs().get(i), to, 0, to.byteSize());
            }
            ranBefore = true;
        } finally {
            giveBack(memory);
        }
    }

    /**
     * What a run reads and writes.
     *
     * @param foreign memory of the heap that inputs of the graph are read from, by their numbers; others are copied
     */
    private record Run(NativeMemory memory, Map<Integer, MemorySegment> foreign) {}

    /** Inputs that can be read where they are, which the first run does without. */
    private Map<Integer, MemorySegment> foreign(List<Tensor> inputs) {
        if (!ranBefore) {
            return Map.of();
        }
        var foreign = new HashMap<Integer, MemorySegment>();
        for (var stage : plan.stages()) {
            if (stage.input() >= 0) {
                var segment = inputs.get(stage.input()).segment();
                if (segment.heapBase().isPresent() && segment.byteSize() <= MOST_FOREIGN) {
                    foreign.put(stage.input(), segment);
                }
            }
        }
        return foreign;
    }

    private void compute(Run run, RunMonitor monitor) {
        var bound = workers.cores().bindForRun();
        try {
            if (company.isWelcome() && workers.tryTake()) {
                runTogether(run, monitor);
            } else {
                runAlone(run, monitor);
            }
        } finally {
            bound.run();
        }
    }

    private void runAlone(Run run, RunMonitor monitor) {
        long start = System.nanoTime();
        for (var stage : plan.stages()) {
            run(stage, run, monitor);
        }
        company.ranAlone(System.nanoTime() - start);
    }

    private void runTogether(Run own, RunMonitor monitor) {
        var run = new SharedRun(plan.stages(), workers.size() + 1, (stage, piece) -> call(own, stage, piece, 1));
        long start = System.nanoTime();
        workers.run(run, () -> run.lead(monitor));
        company.ranTogether(run.longestWaitNanos(), run.waitedNanos(), System.nanoTime() - start);
    }

    private void run(RunPlan.StagePieces stage, Run run, RunMonitor monitor) {
        stage.begin(monitor);
        call(run, stage, stage.first(), stage.count());
        stage.end(monitor);
    }

    private void call(Run run, RunPlan.StagePieces stage, int first, int count) {
        long tensors = run.memory().address();
        long pieces = constants.address() + plan.pieces() + (long) first * Pieces.BYTES;
        var heap = run.foreign().get(stage.input());
        if (heap == null) {
            NativeCall.call(entry, tensors, constants.address(), pieces, count);
        } else {
            long offset = plan.inputs().get(stage.input());
            NativeCall.callOnHeap(foreignEntry, tensors, constants.address(), pieces, count, heap, -offset);
        }
    }

    private NativeMemory lease() {
        synchronized (this) {
            if (closed) {
                throw closed();
            }
            running++;
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        try {
            return allocate();
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    private NativeMemory allocate() {
        var memory = NativeMemory.allocate(plan.tensorBytes());
        for (var fill : plan.fills()) {
            var place = memory.segment().asSlice(fill.offset(), fill.bytes());
            var content = fill.content();
            if (content == null) {
                place.fill((byte) fill.value());
            } else {
                MemorySegment.copy(content, 0, place, ValueLayout.JAVA_BYTE, 0, content.length);
            }
        }
        return memory;
    }

    private void giveBack(NativeMemory memory) {
        boolean kept;
        synchronized (this) {
            kept = !closed && idle.size() < MAX_IDLE;
            if (kept) {
                idle.push(memory);
            }
        }
        if (!kept) {
            memory.close();
        }
        leave();
    }

    private synchronized void leave() {
        running--;
        if (closed && running == 0) {
            unload();
        }
    }

    private void unload() {
        code.close();
        constants.close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            idle.forEach(NativeMemory::close);
            idle.clear();
            if (running == 0) {
                unload();
            }
        }
    }
}
