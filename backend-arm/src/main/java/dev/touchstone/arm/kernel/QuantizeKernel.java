package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Floats to int8 as it is, without structure (rule N9). {@code COUNT} counts groups of as many as a vector has dwords; a last
 * incomplete group writes beyond the end.
 *
 * @param inverse of the scale
 */
public record QuantizeKernel(float inverse) implements SampledKernel {
    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(width - 4, 4, Content.FLOATS));
    }

    @Override
    public void verify(Trial trial, int width) {
        trial.requireByte(width / 4 - 1, Rounding.saturated(trial.inFloat(width - 4) * inverse));
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        int lanes = m.width() / 4;
        m.load(4, constants.floats(inverse));
        m.load(5, constants.floats(127));
        m.load(6, constants.floats(-127));
        m.loop(Reg.COUNT, () -> {
            m.load(0, at(Reg.IN, 0));
            m.mul(0, 0, 4);
            m.min(0, 5, 0);
            m.max(0, 6, 0);
            m.toInt(0, 0);
            // the low byte of each dword: 0 for NaN, which would saturate to -128 in a pack
            m.shiftLeft(0, 0, 24);
            m.shiftRight(0, 0, 24);
            m.storeAsBytes(at(Reg.OUT, 0), 0);
            m.add(Reg.IN, 4 * lanes);
            m.add(Reg.OUT, lanes);
        });
    }
}
