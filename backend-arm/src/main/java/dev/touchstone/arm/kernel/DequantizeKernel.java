package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * int8 to floats, without structure (rule N9). {@code COUNT} counts groups of as many as a vector has dwords; a last
 * incomplete group writes beyond the end.
 *
 * @param form of the input
 */
public record DequantizeKernel(float scale, ByteForm form) implements SampledKernel {
    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(0, 1, Content.BYTES));
    }

    @Override
    public void verify(Trial trial, int width) {
        trial.requireFloat(0, form.value(trial.in(0)) * scale);
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        int lanes = m.width() / 4;
        m.load(1, constants.floats(scale));
        m.loop(Reg.COUNT, () -> {
            m.widen(0, at(Reg.IN, 0), form == ByteForm.SIGNED);
            if (form == ByteForm.OFFSET) {
                m.addInt(0, 0, constants.ints(-128));
            }
            m.toFloat(0, 0);
            m.mul(0, 0, 1);
            m.store(at(Reg.OUT, 0), 0);
            m.add(Reg.IN, lanes);
            m.add(Reg.OUT, 4 * lanes);
        });
    }
}
