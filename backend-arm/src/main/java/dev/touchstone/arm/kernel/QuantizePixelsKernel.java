package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a float image with up to four channels in planes, quantized into pixels of three or four bytes (rule N9).
 *
 * <p>NaN stays NaN through both limits and is converted to 0x80000000, whose low byte is the 0 that the rule wants.
 *
 * <p>Pixels of three bytes are stored as four, from left to right, so that each overwrites the surplus of the one before.
 * That of a row's last pixel is what borders hold, and falls on one.
 *
 * @param channels 1 to 4
 * @param width pixels of a row
 * @param plane bytes from an input channel to the next
 * @param row bytes from an input row to the next
 * @param outPixel bytes of an output pixel: 4, or 3 where rows have borders
 * @param outRow bytes from an output row to the next
 * @param inverse of the scale
 */
public record QuantizePixelsKernel(
        int channels, int width, int plane, int row, int outPixel, int outRow, float inverse, ByteForm form)
        implements SampledKernel {
    @Override
    public List<Place> places(Trial call, int vectorBytes) {
        return IntStream.range(0, channels)
                .mapToObj(c -> Place.in(c * plane + 4 * (width - 1), 4, Content.FLOATS))
                .toList();
    }

    @Override
    public void verify(Trial trial, int vectorBytes) {
        int last = width - 1;
        for (int c = 0; c < 4; c++) {
            int q = c < channels ? Rounding.saturated(trial.inFloat(c * plane + 4 * last) * inverse) : 0;
            trial.requireByte(outPixel * last + c, q + form.zero());
        }
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        int bytes = Math.min(machine.width(), Integer.highestOneBit(4 * width));
        var m = machine.withWidth(Math.max(bytes, 16));
        m.load(4, constants.floats(inverse));
        m.load(5, constants.floats(127));
        m.load(6, constants.floats(-127));
        if (outPixel == 4) {
            rows(m, constants);
        } else {
            m.scratch(m.width(), () -> rows(m, constants));
        }
    }

    private void rows(Machine m, ConstantPool constants) {
        int pixels = m.width() / 4;
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, width / pixels, () -> {
                some(m, constants);
                store(m);
                m.add(Reg.IN, 4 * pixels);
                m.add(Reg.OUT, outPixel * pixels);
            });
            int rest = width % pixels;
            if (rest > 0 && width > pixels) {
                // once more up to the end; some pixels are computed twice
                m.add(Reg.IN, 4 * (rest - pixels));
                m.add(Reg.OUT, outPixel * (rest - pixels));
                some(m, constants);
                store(m);
                m.add(Reg.IN, 4 * pixels);
                m.add(Reg.OUT, outPixel * pixels);
            } else {
                // a narrow image: three pixels at most, one at a time
                m.loop(Reg.T0, rest, () -> {
                    some(m, constants);
                    m.storeLow(at(Reg.OUT, 0), 0, 4);
                    m.add(Reg.IN, 4);
                    m.add(Reg.OUT, outPixel);
                });
            }
            m.add(Reg.IN, row - 4 * width);
            m.add(Reg.OUT, outRow - outPixel * width);
        });
    }

    private void store(Machine m) {
        if (outPixel == 4) {
            m.store(at(Reg.OUT, 0), 0);
            return;
        }
        m.store(at(Reg.SCRATCH, 0), 0);
        for (int p = 0; p < m.width() / 4; p++) {
            m.copy(at(Reg.OUT, outPixel * p), at(Reg.SCRATCH, 4 * p), 4, Reg.T1);
        }
    }

    private void some(Machine m, ConstantPool constants) {
        for (int c = 0; c < channels; c++) {
            int v = c == 0 ? 0 : 1;
            m.load(v, at(Reg.IN, c * plane));
            m.mul(v, v, 4);
            m.min(v, 5, v);
            m.max(v, 6, v);
            m.toInt(v, v);
            if (c < 3) {
                m.and(v, v, constants.ints(255));
            }
            if (c > 0) {
                m.shiftLeft(1, 1, 8 * c);
                m.or(0, 0, 1);
            }
        }
        if (form == ByteForm.OFFSET) {
            m.xor(0, 0, constants.bytes(128));
        }
    }
}
