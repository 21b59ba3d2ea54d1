package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Runs of bytes of two tensors through a table of 256 x 256 (rules E5, E7). {@code WEIGHTS} points at the table: a row of
 * 256 for each stored byte of the first tensor, indexed by the stored byte of the second. {@code COUNT} counts runs.
 *
 * @param bytes of a run
 * @param row bytes from a run of the first input to the next
 * @param rightRow bytes from a run of the second input to the next
 * @param outRow bytes from an output run to the next
 */
public record PairTableKernel(int bytes, int row, int rightRow, int outRow) implements SampledKernel {
    private static final int ROW_BITS = 8;

    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(bytes - 1, 1, Content.BYTES), Place.extra(bytes - 1, 1, Content.BYTES));
    }

    @Override
    public void verify(Trial trial, int width) {
        int last = bytes - 1;
        trial.requireByte(last, trial.weight(((trial.in(last) & 255) << 8) | (trial.extra(last) & 255)));
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, bytes, () -> {
                m.loadByte(Reg.T1, at(Reg.IN, 0));
                for (int bit = 0; bit < ROW_BITS; bit++) {
                    m.add(Reg.T1, Reg.T1);
                }
                m.loadByte(Reg.T2, at(Reg.EXTRA, 0));
                m.add(Reg.T1, Reg.T2);
                m.loadByte(Reg.T1, Reg.WEIGHTS, Reg.T1, 0);
                m.storeByte(at(Reg.OUT, 0), Reg.T1);
                m.add(Reg.IN, 1);
                m.add(Reg.EXTRA, 1);
                m.add(Reg.OUT, 1);
            });
            m.add(Reg.IN, row - bytes);
            m.add(Reg.EXTRA, rightRow - bytes);
            m.add(Reg.OUT, outRow - bytes);
        });
    }
}
