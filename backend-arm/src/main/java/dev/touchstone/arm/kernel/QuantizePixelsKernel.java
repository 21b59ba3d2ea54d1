package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a float image with up to four channels in planes, quantized into pixels of three or four bytes (rule N9).
 *
 * <p>NaN stays NaN through both limits and is converted to 0x80000000, whose low byte is the 0 that the rule wants.
 *
 * <p>Pixels of other sizes are stored in sixteens of bytes, from left to right, so that each overwrites the surplus of the
 * one before. That of a row's last is what borders hold, and falls on one, of {@link #SURPLUS} bytes at most.
 *
 * @param channels 1 to 4
 * @param width pixels of a row
 * @param plane bytes from an input channel to the next
 * @param row bytes from an input row to the next
 * @param outPixel bytes from an output pixel to the next: 4 or 3
 * @param outRow bytes from an output row to the next
 * @param inverse of the scale
 */
public record QuantizePixelsKernel(
        int channels, int width, int plane, int row, int outPixel, int outRow, float inverse, ByteForm form)
        implements SampledKernel {
    /** Bytes behind a row's last pixel that are overwritten by what borders hold. */
    public static final int SURPLUS = 12;

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
        rows(m, constants);
    }

    @Override
    public boolean staysInInput() {
        return width >= 4;
    }

    private void rows(Machine m, ConstantPool constants) {
        int pixels = m.width() / 4;
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, width / pixels, () -> {
                vector(m, constants);
                m.add(Reg.IN, 4 * pixels);
                m.add(Reg.OUT, outPixel * pixels);
            });
            int rest = width % pixels;
            if (rest > 0 && width > pixels) {
                // once more up to the end; some pixels are computed twice
                m.add(Reg.IN, 4 * (rest - pixels));
                m.add(Reg.OUT, outPixel * (rest - pixels));
                vector(m, constants);
                m.add(Reg.IN, 4 * pixels);
                m.add(Reg.OUT, outPixel * pixels);
            } else {
                // a narrow image: three pixels at most, one at a time
                m.loop(Reg.T0, rest, () -> {
                    some(m, constants);
                    m.xor(0, 0, constants.bytes(form.zero()));
                    m.storeLow(at(Reg.OUT, 0), 0, 4);
                    m.add(Reg.IN, 4);
                    m.add(Reg.OUT, outPixel);
                });
            }
            m.add(Reg.IN, row - 4 * width);
            m.add(Reg.OUT, outRow - outPixel * width);
        });
    }

    /** Whether a vector of dwords is a vector of pixels. */
    private boolean isWhole() {
        return outPixel == 4;
    }

    private void vector(Machine m, ConstantPool constants) {
        some(m, constants);
        if (isWhole()) {
            m.xor(0, 0, constants.bytes(form.zero()));
            m.store(at(Reg.OUT, 0), 0);
            return;
        }
        m.shuffleBytes(0, 0, constants.place(choice()));
        m.xor(0, 0, constants.bytes(form.zero()));
        m.storeSixteens(at(Reg.OUT, 0), 0, 4 * outPixel);
    }

    /** The bytes of four pixels one behind the other, and zeros behind them. */
    private byte[] choice() {
        var choice = new byte[64];
        Arrays.fill(choice, (byte) -1);
        for (int lane = 0; lane < choice.length; lane += 16) {
            for (int p = 0; p < 4; p++) {
                for (int b = 0; b < outPixel; b++) {
                    choice[lane + p * outPixel + b] = (byte) (4 * p + b);
                }
            }
        }
        return choice;
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
                m.shiftLeft(v, v, 8 * c);
                m.or(0, 0, v);
            }
        }
    }
}
