package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/**
 * A tensor of the output's shape that is added: {@code q * ma + r * mb} (rule E3), q being the rounded result.
 *
 * @param low smallest q
 * @param form of the tensor
 * @param pixel bytes from one pixel to the next
 * @param row bytes from one row to the next
 * @param rescale factor of the rounded and rectified sum; 1 for none
 */
public record Residual(int low, ByteForm form, int pixel, int row, float rescale) {
    /** The sum before it is rounded, by plain Java: of a rounded result and a stored byte with their factors. */
    float sum(float q, byte stored, float ma, float mb) {
        int other = form == ByteForm.SIGNED ? stored : (stored & 255) - form.zero();
        float both = Math.clamp(q, low, 127f) * ma + other * mb;
        return rescale == 1 ? both : Math.clamp((float) Math.rint(both), 0f, 127f) * rescale;
    }

    /**
     * Turns four vectors of scaled results into sums before they are rounded.
     *
     * @param v first vector
     * @param t first of the temporaries that expanding bytes takes
     * @param p pixel of the tile
     * @param factors of the result, and behind it of this tensor
     */
    void add(Machine m, ConstantPool constants, int v, int t, int p, At factors) {
        for (int j = 0; j < 4; j++) {
            m.round(v + j, v + j);
            m.min(v + j, v + j, constants.floats(127));
            m.max(v + j, v + j, constants.floats(low));
            m.mul(v + j, v + j, factors);
        }
        m.expand(at(Reg.EXTRA, p * pixel), t, form == ByteForm.SIGNED, (j, dwords) -> {
            if (form == ByteForm.OFFSET) {
                m.addInt(dwords, dwords, constants.ints(-128));
            }
            m.toFloat(dwords, dwords);
            m.mul(dwords, dwords, factors.plus(m.width()));
            m.addFloat(v + j, v + j, dwords);
            if (rescale != 1) {
                m.round(v + j, v + j);
                m.min(v + j, v + j, constants.floats(127));
                m.max(v + j, v + j, constants.floats(0));
                m.mul(v + j, v + j, constants.floats(rescale));
            }
        });
    }
}
