package dev.touchstone.arm;

import dev.touchstone.arm.compile.ArmProgram;
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
import java.util.List;

/**
 * A program in executable memory. Code and constants are shared by all runs, each run in flight has memory of its own for
 * tensors, which is kept for later runs. Runs that are in flight when the graph is closed complete, and the last of them
 * gives code and constants back; later ones are refused.
 */
final class ArmGraph implements CompiledGraph {
    /** Memories that wait for a run; more are given back. */
    private static final int MAX_IDLE = 4;

    private final Signature signature;
    private final ArmProgram program;
    private final CodeMemory code;
    private final NativeMemory constants;
    private final MemorySegment entry;
    private final WorkerPool workers;
    private final Company company = new Company();
    private final Deque<NativeMemory> idle = new ArrayDeque<>();
    private long selfCheckNanos;
    private int running;
    private boolean closed;

    /**
     * Loads a program.
     *
     * @param signature of the graph that the program computes
     * @param workers who help with runs; not closed here
     */
    ArmGraph(Signature signature, ArmProgram program, WorkerPool workers) {
        this.signature = signature;
        this.program = program;
        this.workers = workers;
        this.constants = NativeMemory.allocate(program.constantBytes());
        MemorySegment.copy(
                program.constants(), 0, constants.segment(), ValueLayout.JAVA_BYTE, 0, program.constantBytes());
        try {
            this.code = CodeMemory.of(program.code());
        } catch (RuntimeException e) {
            constants.close();
            throw e;
        }
        this.entry = MemorySegment.ofAddress(code.address() + program.entry());
        try {
            check();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void check() {
        var memory = lease();
        long start = System.nanoTime();
        try {
            new SelfCheck(program, entry, constants.segment(), memory.segment()).run();
            selfCheckNanos = System.nanoTime() - start;
        } finally {
            giveBack(memory);
        }
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
            for (int i = 0; i < inputs.size(); i++) {
                var from = inputs.get(i).segment();
                MemorySegment.copy(from, 0, tensors, program.inputs().get(i), from.byteSize());
            }
            compute(memory, monitor);
            for (int i = 0; i < outputs.size(); i++) {
                var to = outputs.get(i).segment();
                MemorySegment.copy(tensors, program.outputs().get(i), to, 0, to.byteSize());
            }
        } finally {
            giveBack(memory);
        }
    }

    private void compute(NativeMemory memory, RunMonitor monitor) {
        var bound = workers.cores().bindForRun();
        try {
            if (company.isWelcome() && workers.tryTake()) {
                runTogether(memory, monitor);
            } else {
                runAlone(memory, monitor);
            }
        } finally {
            bound.run();
        }
    }

    private void runAlone(NativeMemory memory, RunMonitor monitor) {
        long start = System.nanoTime();
        for (var stage : program.stages()) {
            run(stage, memory, monitor);
        }
        company.ranAlone(System.nanoTime() - start);
    }

    private void runTogether(NativeMemory memory, RunMonitor monitor) {
        var run = new SharedRun(program.stages(), workers.size() + 1, piece -> call(memory, piece, 1));
        long start = System.nanoTime();
        workers.run(run, () -> run.lead(monitor));
        company.ranTogether(run.longestWaitNanos(), run.waitedNanos(), System.nanoTime() - start);
    }

    private void run(ArmProgram.StagePieces stage, NativeMemory memory, RunMonitor monitor) {
        stage.nodes().forEach(monitor::before);
        call(memory, stage.first(), stage.count());
        stage.nodes().forEach(monitor::after);
    }

    private void call(NativeMemory memory, int first, int count) {
        long pieces = constants.address() + program.pieces() + (long) first * Pieces.BYTES;
        NativeCall.call(entry, memory.address(), constants.address(), pieces, count);
    }

    private NativeMemory lease() {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the compiled graph is closed");
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
        var memory = NativeMemory.allocate(program.tensorBytes());
        for (var fill : program.fills()) {
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
