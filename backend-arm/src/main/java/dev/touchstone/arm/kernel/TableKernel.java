package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Runs of bytes through a table of 256 (rule N10). {@code WEIGHTS} points at the table, indexed by the stored byte and
 * holding stored bytes.
 *
 * @param bytes of a run
 * @param row bytes from an input run to the next
 * @param outRow bytes from an output run to the next
 */
public record TableKernel(int bytes, int row, int outRow) implements SampledKernel {
    private static final int UNROLL = 8;

    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(0, 1, Content.BYTES), Place.in(bytes - 1, 1, Content.BYTES));
    }

    @Override
    public void verify(Trial trial, int width) {
        for (int i : new int[] {0, bytes - 1}) {
            trial.requireByte(i, trial.weight(trial.in(i) & 255));
        }
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, bytes / UNROLL, () -> some(m, UNROLL));
            some(m, bytes % UNROLL);
            m.add(Reg.IN, row - bytes);
            m.add(Reg.OUT, outRow - bytes);
        });
    }

    private static void some(Machine m, int n) {
        for (int i = 0; i < n; i++) {
            m.loadByte(Reg.T1, at(Reg.IN, i));
            m.loadByte(Reg.T1, Reg.WEIGHTS, Reg.T1, 0);
            m.storeByte(at(Reg.OUT, i), Reg.T1);
        }
        m.add(Reg.IN, n);
        m.add(Reg.OUT, n);
    }
}
