package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Runs of floats through a function that is computed in double (rule U4). {@code COUNT} counts runs.
 *
 * @param width bytes of a vector; a step takes half a vector of floats
 * @param steps of a run
 * @param row bytes from an input run to the next
 * @param outRow bytes from an output run to the next
 */
public record DoubleFunctionKernel(DoubleFunction function, int width, int steps, int row, int outRow)
        implements SampledKernel {
    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(last() - 4, 8, Content.FLOATS));
    }

    @Override
    public void verify(Trial trial, int width) {
        for (int at : new int[] {last() - 4, last()}) {
            trial.requireFloat(at, function.apply(trial.inFloat(at)));
        }
    }

    /** The last element of a run. */
    private int last() {
        return steps * width / 2 - 4;
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(width);
        int bytes = width / 2;
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, steps, () -> {
                m.loadAsDoubles(0, at(Reg.IN, 0));
                function.emit(m, constants, 0, 1);
                m.storeAsFloats(at(Reg.OUT, 0), 0);
                m.add(Reg.IN, bytes);
                m.add(Reg.OUT, bytes);
            });
            m.add(Reg.IN, row - steps * bytes);
            m.add(Reg.OUT, outRow - steps * bytes);
        });
    }
}
