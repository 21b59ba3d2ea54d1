package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Machine.DoubleOp;
import dev.touchstone.arm.machine.Reg;
import java.util.List;

/**
 * Softmax of float32 lines (rule S2). {@code EXTRA} points at memory for a vector and the terms of a line, as doubles;
 * {@code COUNT} counts lines. What is written behind a line's end is the next line's, or nobody's.
 *
 * @param elements of a line, which lie together
 */
public record RealSoftmaxKernel(int elements) implements SampledKernel {
    /** Bytes at {@code EXTRA} before the terms. */
    private static final int VECTOR = 64;

    private static final int MAX = 15;

    /** Bytes that {@code EXTRA} points at. */
    public static int scratchBytes(int elements) {
        return VECTOR + 8 * elements + VECTOR;
    }

    @Override
    public List<Place> places(Trial call, int width) {
        return List.of(Place.in(0, 4 * elements, Content.FLOATS));
    }

    @Override
    public void verify(Trial trial, int width) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < elements; i++) {
            largest = Math.max(largest, trial.inFloat(4 * i));
        }
        double sum = 0;
        for (int i = 0; i < elements; i++) {
            sum += StrictMath.exp(trial.inFloat(4 * i) - largest);
        }
        for (int i : new int[] {0, elements - 1}) {
            trial.requireFloat(4 * i, (float) (StrictMath.exp(trial.inFloat(4 * i) - largest) / sum));
        }
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        int floats = m.width() / 8;
        int steps = (elements + floats - 1) / floats;
        m.loop(Reg.COUNT, () -> {
            largest(m, constants);
            m.move(Reg.T1, Reg.IN);
            m.address(Reg.T2, at(Reg.EXTRA, VECTOR));
            m.loop(Reg.T0, steps, () -> {
                m.loadAsDoubles(0, at(Reg.T1, 0));
                m.doubles(DoubleOp.SUB, 0, 0, MAX);
                new Exponential(m, constants, 0, 1).exp();
                m.store(at(Reg.T2, 0), 0);
                m.add(Reg.T1, m.width() / 2);
                m.add(Reg.T2, m.width());
            });
            sum(m, constants);
            m.move(Reg.T1, Reg.OUT);
            m.address(Reg.T2, at(Reg.EXTRA, VECTOR));
            m.loop(Reg.T0, steps, () -> {
                m.load(0, at(Reg.T2, 0));
                m.doubles(DoubleOp.DIV, 0, 0, MAX);
                m.storeAsFloats(at(Reg.T1, 0), 0);
                m.add(Reg.T1, m.width() / 2);
                m.add(Reg.T2, m.width());
            });
            m.add(Reg.IN, 4 * elements);
            m.add(Reg.OUT, 4 * elements);
        });
    }

    /** The largest element, in double, in all elements of MAX. A line with NaN is all NaN whatever this is. */
    private void largest(Machine m, ConstantPool constants) {
        int floats = m.width() / 4;
        m.load(0, constants.floats(Float.NEGATIVE_INFINITY));
        m.move(Reg.T1, Reg.IN);
        m.loop(Reg.T0, elements / floats, () -> {
            m.max(0, 0, at(Reg.T1, 0));
            m.add(Reg.T1, m.width());
        });
        m.loop(Reg.T0, elements % floats, () -> {
            m.broadcast(1, at(Reg.T1, 0));
            m.max(0, 0, 1);
            m.add(Reg.T1, 4);
        });
        m.store(at(Reg.EXTRA, 0), 0);
        for (int i = 0; i < floats; i++) {
            m.broadcast(1, at(Reg.EXTRA, 4 * i));
            m.max(0, 0, 1);
        }
        m.store(at(Reg.EXTRA, 0), 0);
        m.loadAsDoubles(MAX, at(Reg.EXTRA, 0));
    }

    /** The sum of the terms, one after another, in all elements of MAX. */
    private void sum(Machine m, ConstantPool constants) {
        m.loadDouble(0, constants.number(0));
        m.address(Reg.T2, at(Reg.EXTRA, VECTOR));
        m.loop(Reg.T0, elements, () -> {
            m.loadDouble(1, at(Reg.T2, 0));
            m.addDouble(0, 0, 1);
            m.add(Reg.T2, 8);
        });
        m.storeLow(at(Reg.EXTRA, 0), 0, 8);
        m.broadcastDouble(MAX, at(Reg.EXTRA, 0));
    }
}
