package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Rows of a float pool, for one vector of channels (rules P5, P6, P10). Records as in {@link PoolKernel}; where that has
 * multipliers, here are divisors.
 *
 * @param average whether to average, else maximum
 * @param width pixels of an output row
 * @param pixel bytes from an input pixel to its right neighbour
 * @param row bytes from an input row to the next
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param columns where the columns' records are, from {@code CONST}
 */
public record RealPoolKernel(boolean average, int width, int pixel, int row, int outPixel, int outRow, int columns)
        implements SampledKernel {
    /** The window of a row's last pixel. */
    private WindowSample sample(Trial call) {
        return WindowSample.of(call, columns + (width - 1) * PoolKernel.RECORD, pixel, row);
    }

    @Override
    public List<Place> places(Trial call, int vectorBytes) {
        return sample(call).places(Content.FLOATS, 4, vectorBytes - 4);
    }

    @Override
    public void verify(Trial trial, int vectorBytes) {
        var window = sample(trial);
        for (int c : new int[] {0, vectorBytes - 4}) {
            float sum = 0;
            float largest = -Float.MAX_VALUE;
            for (int at : window.elements()) {
                float value = trial.inFloat(at + c);
                sum += value;
                largest = Math.max(largest, value);
            }
            trial.requireFloat(
                    (width - 1) * outPixel + c, average ? sum / trial.constantFloat(window.factor()) : largest);
        }
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        m.loop(Reg.COUNT, () -> {
            m.loadInt(Reg.T7, at(Reg.WEIGHTS, 0));
            m.add(Reg.T7, Reg.IN);
            m.address(Reg.T6, at(Reg.CONST, columns));
            m.loop(Reg.T5, width, () -> {
                window(m, constants);
                m.add(Reg.T6, PoolKernel.RECORD);
                m.add(Reg.OUT, outPixel);
            });
            m.add(Reg.WEIGHTS, PoolKernel.RECORD);
            m.add(Reg.OUT, outRow - width * outPixel);
        });
    }

    private void window(Machine m, ConstantPool constants) {
        m.loadInt(Reg.T0, at(Reg.T6, 0));
        m.add(Reg.T0, Reg.T7);
        m.loadInt(Reg.T1, at(Reg.WEIGHTS, 4));
        m.load(0, constants.floats(average ? 0 : -Float.MAX_VALUE));
        m.loop(Reg.T1, () -> {
            m.loadInt(Reg.T2, at(Reg.T6, 4));
            m.move(Reg.T3, Reg.T0);
            m.loop(Reg.T2, () -> {
                if (average) {
                    m.addFloat(0, 0, at(Reg.T3, 0));
                } else {
                    m.max(0, 0, at(Reg.T3, 0));
                }
                m.add(Reg.T3, pixel);
            });
            m.add(Reg.T0, row);
        });
        if (average) {
            m.loadInt(Reg.T1, at(Reg.WEIGHTS, 8));
            m.loadInt(Reg.T2, at(Reg.T6, 8));
            m.add(Reg.T1, Reg.T2);
            m.add(Reg.T1, Reg.CONST);
            m.broadcast(1, at(Reg.T1, 0));
            m.div(0, 0, 1);
        }
        m.store(at(Reg.OUT, 0), 0);
    }
}
