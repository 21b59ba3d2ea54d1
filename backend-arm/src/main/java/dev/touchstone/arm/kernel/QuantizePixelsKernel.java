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
 * <p>Rows of one channel may take the place of planes; then there is mostly something to gather in some columns only.
 *
 * @param channels 1 to 4
 * @param width pixels of a row
 * @param plane bytes from an input channel to the next
 * @param row bytes from an input row to the next
 * @param outPixel bytes from an output pixel to the next: 4, or 3 for each column where that is not the same
 * @param outRow bytes from an output row to the next
 * @param inverse of the scale
 * @param first byte of a pixel that the first channel becomes; those before it are zero
 * @param every how many columns become one pixel, the last of them: a power of two, at most 4
 */
public record QuantizePixelsKernel(
        int channels,
        int width,
        int plane,
        int row,
        int outPixel,
        int outRow,
        float inverse,
        ByteForm form,
        int first,
        int every)
        implements SampledKernel {
    /** Bytes behind a row's last pixel that are overwritten by what borders hold. */
    public static final int SURPLUS = 12;

    /** How far ahead to ask for input: in a large cache it may be, in the first it is not. */
    private static final int AHEAD = 1024;

    @Override
    public List<Place> places(Trial call, int vectorBytes) {
        return IntStream.range(0, channels)
                .mapToObj(c -> Place.in(c * plane + 4 * (width - 1), 4, Content.FLOATS))
                .toList();
    }

    @Override
    public void verify(Trial trial, int vectorBytes) {
        int last = width - 1;
        for (int b = 0; b < 4; b++) {
            int c = b - first;
            int q = c >= 0 && c < channels ? Rounding.saturated(trial.inFloat(c * plane + 4 * last) * inverse) : 0;
            trial.requireByte(outPixel * (last / every) + b, q + form.zero());
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
                m.add(Reg.OUT, outPixel * (pixels / every));
            });
            int rest = width % pixels;
            if (rest > 0 && width > pixels) {
                // once more up to the end; some pixels are computed twice
                m.add(Reg.IN, 4 * (rest - pixels));
                m.add(Reg.OUT, outPixel * ((rest - pixels) / every));
                vector(m, constants);
                m.add(Reg.IN, 4 * pixels);
                m.add(Reg.OUT, outPixel * (pixels / every));
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
            m.add(Reg.OUT, outRow - outPixel * (width / every));
        });
    }

    /** Whether a vector of dwords is a vector of pixels. */
    private boolean isWhole() {
        return outPixel == 4 && every == 1;
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
        m.storeSixteens(at(Reg.OUT, 0), 0, outPixel * 4 / every);
    }

    /** For four columns of dwords, the bytes of their pixels one behind the other, and zeros between and behind them. */
    private byte[] choice() {
        var choice = new byte[64];
        Arrays.fill(choice, (byte) -1);
        for (int lane = 0; lane < choice.length; lane += 16) {
            for (int p = 0; p < 4 / every; p++) {
                for (int b = 0; b < Math.min(4, outPixel); b++) {
                    choice[lane + p * outPixel + b] = (byte) (4 * (p * every + every - 1) + b);
                }
            }
        }
        return choice;
    }

    private void some(Machine m, ConstantPool constants) {
        for (int c = 0; c < channels; c++) {
            int v = c == 0 ? 0 : 1;
            m.load(v, at(Reg.IN, c * plane));
            if (every == 1) {
                m.prefetch(at(Reg.IN, c * plane + AHEAD));
            }
            m.mul(v, v, 4);
            m.min(v, 5, v);
            m.max(v, 6, v);
            m.toInt(v, v);
            if (first + c < 3) {
                m.and(v, v, constants.ints(255));
            }
            if (first + c > 0) {
                m.shiftLeft(v, v, 8 * (first + c));
            }
            if (c > 0) {
                m.or(0, 0, 1);
            }
        }
    }
}
