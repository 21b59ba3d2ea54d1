package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/**
 * Accumulators become floats (rules C6, C10, B1).
 *
 * @param fromInt whether accumulators are integers
 * @param scaled whether they are multiplied and something is added, by channel, each rounded
 * @param function at the end
 */
public record RealEnding(boolean fromInt, boolean scaled, RealFunction function) implements Ending {
    @Override
    public int constants() {
        return scaled ? 3 : 1;
    }

    @Override
    public boolean isNatural() {
        return true;
    }

    /**
     * The result for a sum, by plain Java.
     *
     * @param multiplier where the factor is, from WEIGHTS
     * @param addend where the addend is
     */
    float apply(float sum, Trial trial, int multiplier, int addend) {
        return function.apply(scaled ? sum * trial.weightFloat(multiplier) + trial.weightFloat(addend) : sum);
    }

    /**
     * Finishes and stores n registers.
     *
     * @param first number of the first of them in its block of {@code vectors}
     * @param t temporaries, two
     */
    void finish(Machine m, ConstantPool constants, int v, int n, int first, int vectors, int t, At place) {
        for (int j = 0; j < n; j++) {
            if (fromInt) {
                m.toFloat(v + j, v + j);
            }
            if (scaled) {
                m.mul(v + j, v + j, at(Reg.WEIGHTS, (vectors + first + j) * m.width()));
                m.addFloat(v + j, v + j, at(Reg.WEIGHTS, (2 * vectors + first + j) * m.width()));
            }
            function.emit(m, constants, v + j, t);
            m.store(place.plus(j * m.width()), v + j);
        }
    }
}
