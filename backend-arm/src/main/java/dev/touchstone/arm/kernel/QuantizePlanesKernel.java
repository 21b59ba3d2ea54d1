package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Rows of floats in planes to int8 in planes of as many channels, or back (rule N9).
 *
 * @param steps vectors of dwords in a row
 * @param row bytes from an input row to the next
 * @param outRow bytes from an output row to the next
 * @param toInt whether floats become int8, else int8 become floats
 * @param factor the reciprocal of the scale, or the scale
 * @param form of the int8 side
 */
public record QuantizePlanesKernel(int steps, int row, int outRow, boolean toInt, float factor, ByteForm form)
        implements SampledKernel {
    @Override
    public List<Place> places(Trial call, int width) {
        int last = steps * width / 4 - 1;
        return toInt
                ? List.of(Place.in(0, 4, Content.FLOATS), Place.in(4 * last, 4, Content.FLOATS))
                : List.of(Place.in(0, 1, Content.of(form)), Place.in(last, 1, Content.of(form)));
    }

    @Override
    public void verify(Trial trial, int width) {
        for (int i : new int[] {0, steps * width / 4 - 1}) {
            if (toInt) {
                trial.requireByte(i, Rounding.saturated(trial.inFloat(4 * i) * factor) + form.zero());
            } else {
                trial.requireFloat(4 * i, form.value(trial.in(i)) * factor);
            }
        }
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        int floats = m.width();
        int bytes = m.width() / 4;
        m.load(4, constants.floats(factor));
        m.load(5, constants.floats(127));
        m.load(6, constants.floats(-127));
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, steps, () -> {
                if (toInt) {
                    quantize(m, constants);
                    m.add(Reg.IN, floats);
                    m.add(Reg.OUT, bytes);
                } else {
                    dequantize(m, constants);
                    m.add(Reg.IN, bytes);
                    m.add(Reg.OUT, floats);
                }
            });
            m.add(Reg.IN, row - steps * (toInt ? floats : bytes));
            m.add(Reg.OUT, outRow - steps * (toInt ? bytes : floats));
        });
    }

    private void quantize(Machine m, ConstantPool constants) {
        m.load(0, at(Reg.IN, 0));
        m.mul(0, 0, 4);
        m.min(0, 5, 0);
        m.max(0, 6, 0);
        m.toInt(0, 0);
        if (form == ByteForm.OFFSET) {
            m.xor(0, 0, constants.ints(128));
        }
        // the low bytes alone: 0x80000000 from NaN must become 0, and nothing may saturate
        m.shiftLeft(0, 0, 24);
        m.shiftRight(0, 0, 24);
        m.storeAsBytes(at(Reg.OUT, 0), 0);
    }

    private void dequantize(Machine m, ConstantPool constants) {
        m.widen(0, at(Reg.IN, 0), form == ByteForm.SIGNED);
        if (form == ByteForm.OFFSET) {
            m.addInt(0, 0, constants.ints(-128));
        }
        m.toFloat(0, 0);
        m.mul(0, 0, 4);
        m.store(at(Reg.OUT, 0), 0);
    }
}
