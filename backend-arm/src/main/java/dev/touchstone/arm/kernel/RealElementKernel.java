package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Runs of floats through a function, perhaps after an operation with a second tensor (rules E2, U3).
 *
 * @param kind operation with the second input; NONE if there is none
 * @param steps vectors of a run
 * @param row bytes from a run of the first input to the next
 * @param rightRow bytes from a run of the second input to the next
 * @param outRow bytes from a run of the output to the next
 */
public record RealElementKernel(
        Kind kind, int width, int steps, int row, int rightRow, int outRow, RealFunction function)
        implements SampledKernel {
    /** The operation. */
    public enum Kind {
        NONE,
        ADD,
        SUB,
        MUL,
        DIV,
        MAX,
        MIN,
        /** {@code x > 0 ? x : slope * x}, for finite slopes. */
        PRELU
    }

    @Override
    public List<Place> places(Trial call, int width) {
        var left = Place.in(last() - 4, 8, Content.FLOATS);
        return kind == Kind.NONE ? List.of(left) : List.of(left, Place.extra(last() - 4, 8, Content.FLOATS));
    }

    @Override
    public void verify(Trial trial, int width) {
        verifyAt(trial, last() - 4);
        verifyAt(trial, last());
    }

    private void verifyAt(Trial trial, int at) {
        float a = trial.inFloat(at);
        float b = kind == Kind.NONE ? 0 : trial.extraFloat(at);
        float value = switch (kind) {
            case NONE -> a;
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> a > b ? a : b;
            case MIN -> a < b ? a : b;
            case PRELU -> a > 0 ? a : b * a;
        };
        trial.requireFloat(at, function.apply(value));
    }

    /** The last element of a run. */
    private int last() {
        return steps * width - 4;
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(width);
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, steps, () -> {
                step(m);
                function.emit(m, constants, 0, 2);
                m.store(at(Reg.OUT, 0), 0);
                m.add(Reg.IN, width);
                m.add(Reg.EXTRA, width);
                m.add(Reg.OUT, width);
            });
            m.add(Reg.IN, row - steps * width);
            m.add(Reg.EXTRA, rightRow - steps * width);
            m.add(Reg.OUT, outRow - steps * width);
        });
    }

    private void step(Machine m) {
        m.load(0, at(Reg.IN, 0));
        if (kind == Kind.NONE) {
            return;
        }
        m.load(1, at(Reg.EXTRA, 0));
        switch (kind) {
            case ADD -> m.addFloat(0, 0, 1);
            case SUB -> m.sub(0, 0, 1);
            case MUL -> m.mul(0, 0, 1);
            case DIV -> m.div(0, 0, 1);
            case MAX -> m.max(0, 0, 1);
            case MIN -> m.min(0, 0, 1);
            case PRELU -> {
                // one of the parts is 0, so their sum is exact
                m.zero(2);
                m.min(3, 2, 0);
                m.max(0, 2, 0);
                m.mul(3, 3, 1);
                m.addFloat(0, 0, 3);
            }
            case NONE -> throw new IllegalStateException();
        }
    }
}
