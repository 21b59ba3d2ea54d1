package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Softmax of int8 rows (rule S3). {@code WEIGHTS} points at the table of 255 exponentials in steps of 2^-30, as doubles:
 * their sums are exact. {@code COUNT} counts rows.
 *
 * @param elements of a row
 * @param stride bytes from an element to the next
 * @param next bytes from a row to the next
 * @param input form of the input
 * @param output form of the output
 * @param scale of the output
 */
public record SoftmaxKernel(int elements, int stride, int next, ByteForm input, ByteForm output, float scale)
        implements SampledKernel {
    private static final int SUM = 0;
    private static final int TERM = 1;
    private static final int LIMIT = 2;

    @Override
    public List<Place> places(Trial call, int width) {
        var content = Content.of(input);
        return stride == 1
                ? List.of(Place.in(0, elements, content))
                : IntStream.range(0, elements)
                        .mapToObj(i -> Place.in(i * stride, 1, content))
                        .toList();
    }

    @Override
    public void verify(Trial trial, int width) {
        int largest = IntStream.range(0, elements)
                .map(i -> input.value(trial.in(i * stride)))
                .max()
                .orElseThrow();
        double sum = 0;
        for (int i = 0; i < elements; i++) {
            sum += exponential(trial, largest, i);
        }
        for (int i : new int[] {0, elements - 1}) {
            double result = exponential(trial, largest, i) / (sum * scale);
            trial.requireByte(i * stride, (int) Math.rint(Math.min(result, 127)) + output.zero());
        }
    }

    private double exponential(Trial trial, int largest, int element) {
        return trial.weightDouble(8 * (largest - input.value(trial.in(element * stride))));
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        m.loadDouble(LIMIT, constants.number(127));
        m.loop(Reg.COUNT, () -> {
            m.move(Reg.T0, Reg.IN);
            load(m, Reg.T1);
            m.loop(Reg.T2, elements, () -> {
                load(m, Reg.T3);
                m.maxReg(Reg.T1, Reg.T3);
                m.add(Reg.T0, stride);
            });
            m.loadDouble(SUM, constants.number(0));
            m.move(Reg.T0, Reg.IN);
            m.loop(Reg.T2, elements, () -> {
                exponential(m);
                m.addDouble(SUM, SUM, TERM);
                m.add(Reg.T0, stride);
            });
            m.loadDouble(TERM, constants.number(scale));
            m.mulDouble(SUM, SUM, TERM);
            m.move(Reg.T0, Reg.IN);
            m.move(Reg.T5, Reg.OUT);
            m.loop(Reg.T2, elements, () -> {
                exponential(m);
                m.divDouble(TERM, TERM, SUM);
                m.minDouble(TERM, TERM, LIMIT);
                m.doubleToInt(Reg.T3, TERM);
                m.add(Reg.T3, output.zero());
                m.storeByte(at(Reg.T5, 0), Reg.T3);
                m.add(Reg.T0, stride);
                m.add(Reg.T5, stride);
            });
            m.add(Reg.IN, next);
            m.add(Reg.OUT, next);
        });
    }

    private void load(Machine m, Reg d) {
        At place = at(Reg.T0, 0);
        if (input == ByteForm.OFFSET) {
            m.loadByte(d, place);
        } else {
            m.loadSignedByte(d, place);
        }
    }

    /** TERM = the exponential of the element at T0; the maximum is in T1. */
    private void exponential(Machine m) {
        load(m, Reg.T3);
        m.move(Reg.T4, Reg.T1);
        m.sub(Reg.T4, Reg.T3);
        m.loadDouble(TERM, Reg.WEIGHTS, Reg.T4);
    }
}
