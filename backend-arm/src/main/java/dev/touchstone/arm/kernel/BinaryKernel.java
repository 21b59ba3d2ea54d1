package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Runs of int8 elements of two tensors, added, subtracted, multiplied or compared (rules E3, E4, E6). {@code WEIGHTS}
 * points at the two factors, a vector each; for products only the first counts.
 *
 * @param kind what is computed
 * @param step bytes of one step: a vector, or a part of one
 * @param steps in a run
 * @param advance bytes from a step of the first input, and of the output, to the next
 * @param left form of the first input
 * @param right form of the second
 * @param row bytes from a run of the first input to the next
 * @param rightStep bytes from a step of the second input to the next: 0 to use it again
 * @param rightRow bytes from a run of the second input to the next
 * @param outRow bytes from a run of the output to the next
 */
public record BinaryKernel(
        Kind kind,
        int step,
        int steps,
        int advance,
        ByteForm left,
        ByteForm right,
        int row,
        int rightStep,
        int rightRow,
        int outRow,
        Rounding rounding)
        implements SampledKernel {
    /** The operation on scaled floats {@code a} and {@code b}. */
    public enum Kind {
        ADD,
        SUB,
        MUL,
        MAX,
        MIN
    }

    private static final int LEFT = 0;
    private static final int FREE = 4;

    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(
                Place.in((steps - 1) * advance + step - 1, 1, Content.BYTES),
                Place.extra((steps - 1) * rightStep + step - 1, 1, Content.BYTES));
    }

    @Override
    public void verify(Trial trial, int width) {
        int at = (steps - 1) * advance + step - 1;
        float a = left.value(trial.in(at));
        float b = right.value(trial.extra((steps - 1) * rightStep + step - 1));
        float ma = trial.weightFloat(0);
        float mb = trial.weightFloat(64);
        float t = switch (kind) {
            case ADD -> a * ma + b * mb;
            case SUB -> a * ma - b * mb;
            case MUL -> a * b * ma;
            case MAX -> Math.max(a * ma, b * mb);
            case MIN -> Math.min(a * ma, b * mb);
        };
        trial.requireByte(at, rounding.apply(t));
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(step);
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, steps, () -> {
                step(m, constants);
                m.add(Reg.IN, advance);
                m.add(Reg.EXTRA, rightStep);
                m.add(Reg.OUT, advance);
            });
            m.add(Reg.IN, row - steps * advance);
            m.add(Reg.EXTRA, rightRow - steps * rightStep);
            m.add(Reg.OUT, outRow - steps * advance);
        });
    }

    private void step(Machine m, ConstantPool constants) {
        At factor = at(Reg.WEIGHTS, 0);
        m.expand(at(Reg.IN, 0), FREE, left == ByteForm.SIGNED, (j, dwords) -> {
            real(m, constants, left, dwords, LEFT + j);
            if (kind != Kind.MUL) {
                m.mul(LEFT + j, LEFT + j, factor);
            }
        });
        m.expand(at(Reg.EXTRA, 0), FREE, right == ByteForm.SIGNED, (j, dwords) -> {
            int a = LEFT + j;
            real(m, constants, right, dwords, dwords);
            if (kind == Kind.MUL) {
                // products of bytes are exact in float
                m.mul(a, a, dwords);
                m.mul(a, a, factor);
                return;
            }
            m.mul(dwords, dwords, factor.plus(64));
            switch (kind) {
                case ADD -> m.addFloat(a, a, dwords);
                case SUB -> m.sub(a, a, dwords);
                case MAX -> m.max(a, a, dwords);
                case MIN -> m.min(a, a, dwords);
                case MUL -> throw new IllegalStateException();
            }
        });
        rounding.store4(m, constants, LEFT, 4, FREE, at(Reg.OUT, 0));
    }

    private static void real(Machine m, ConstantPool constants, ByteForm form, int dwords, int result) {
        if (form == ByteForm.OFFSET) {
            m.addInt(dwords, dwords, constants.ints(-128));
        }
        m.toFloat(result, dwords);
    }
}
