package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Rows of an int8 pool over windows of any size, for one vector of channels (rules P5, P11, P12). Windows are clipped to
 * the image beforehand, so that padding takes no part.
 *
 * <p>{@code WEIGHTS} points at the records of the rows to compute; those of the columns are shared constants. A record
 * is: bytes to the window's first row or column, number of rows or columns, and for averages a part of the offset of the
 * multiplier from {@code CONST}. Behind the multiplier stands what the stored offsets of the window add up to, negated.
 *
 * @param channels bytes of a vector
 * @param average whether to average, else maximum
 * @param width pixels of an output row
 * @param input form of the input
 * @param pixel bytes from an input pixel to its right neighbour
 * @param row bytes from an input row to the next
 * @param outPixel bytes from an output pixel to its right neighbour
 * @param outRow bytes from an output row to the next
 * @param columns where the columns' records are, from {@code CONST}
 * @param rounding for averages
 */
public record PoolKernel(
        int channels,
        boolean average,
        int width,
        ByteForm input,
        int pixel,
        int row,
        int outPixel,
        int outRow,
        int columns,
        Rounding rounding)
        implements SampledKernel {
    /** Bytes of a record. */
    public static final int RECORD = 16;

    /** The window of a row's last pixel. */
    private WindowSample sample(Trial call) {
        return WindowSample.of(call, columns + (width - 1) * RECORD, pixel, row);
    }

    @Override
    public List<Place> places(Trial call, int vectorBytes) {
        return sample(call).places(Content.of(input), 1, channels - 1);
    }

    @Override
    public void verify(Trial trial, int vectorBytes) {
        var window = sample(trial);
        for (int c : new int[] {0, channels - 1}) {
            int sum = 0;
            int largest = -128;
            for (int at : window.elements()) {
                int value = input.value(trial.in(at + c));
                sum += value;
                largest = Math.max(largest, value);
            }
            int result = average ? rounding.apply(sum * trial.constantFloat(window.factor())) : largest + input.zero();
            trial.requireByte((width - 1) * outPixel + c, result);
        }
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(channels);
        m.loop(Reg.COUNT, () -> {
            m.loadInt(Reg.T7, at(Reg.WEIGHTS, 0));
            m.add(Reg.T7, Reg.IN);
            m.address(Reg.T6, at(Reg.CONST, columns));
            m.loop(Reg.T5, width, () -> {
                window(m, constants);
                m.add(Reg.T6, RECORD);
                m.add(Reg.OUT, outPixel);
            });
            m.add(Reg.WEIGHTS, RECORD);
            m.add(Reg.OUT, outRow - width * outPixel);
        });
    }

    private void window(Machine m, ConstantPool constants) {
        m.loadInt(Reg.T0, at(Reg.T6, 0));
        m.add(Reg.T0, Reg.T7);
        m.loadInt(Reg.T1, at(Reg.WEIGHTS, 4));
        if (average) {
            for (int j = 0; j < 4; j++) {
                m.zero(j);
            }
        } else {
            m.load(0, at(Reg.T0, 0));
        }
        m.loop(Reg.T1, () -> {
            m.loadInt(Reg.T2, at(Reg.T6, 4));
            m.move(Reg.T3, Reg.T0);
            m.loop(Reg.T2, () -> {
                element(m);
                m.add(Reg.T3, pixel);
            });
            m.add(Reg.T0, row);
        });
        if (average) {
            finish(m, constants);
        } else {
            m.store(at(Reg.OUT, 0), 0);
        }
    }

    private void element(Machine m) {
        if (average) {
            m.expand(at(Reg.T3, 0), 4, input == ByteForm.SIGNED, (j, dwords) -> m.addInt(j, j, dwords));
        } else if (input == ByteForm.SIGNED) {
            m.maxSigned(0, 0, at(Reg.T3, 0));
        } else {
            m.maxUnsigned(0, 0, at(Reg.T3, 0));
        }
    }

    private void finish(Machine m, ConstantPool constants) {
        m.loadInt(Reg.T1, at(Reg.WEIGHTS, 8));
        m.loadInt(Reg.T2, at(Reg.T6, 8));
        m.add(Reg.T1, Reg.T2);
        m.add(Reg.T1, Reg.CONST);
        m.broadcast(4, at(Reg.T1, 0));
        m.broadcast(5, at(Reg.T1, 4));
        for (int j = 0; j < 4; j++) {
            if (input == ByteForm.OFFSET) {
                m.addInt(j, j, 5);
            }
            m.toFloat(j, j);
            m.mul(j, j, 4);
        }
        rounding.store4(m, constants, 0, 4, 6, at(Reg.OUT, 0));
    }
}
