package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a plane, each channel times a factor plus an addend, two roundings (rules B1, B3). {@code WEIGHTS} points at
 * the factors of the plane's channels, then at the addends.
 *
 * @param channels of a plane
 * @param width pixels of a row
 * @param row bytes from an input row to the next
 * @param outRow bytes from an output row to the next
 * @param input form of the input; null for floats
 * @param rounding for int8
 */
public record AffineKernel(
        int channels,
        int width,
        int row,
        int outRow,
        @Nullable ByteForm input,
        @Nullable Rounding rounding) implements SampledKernel {
    @Override
    public List<Place> places(Trial call, int width) {
        int element = input == null ? 4 : 1;
        int pixel = (this.width - 1) * channels * element;
        var content = input == null ? Content.FLOATS : Content.of(input);
        return List.of(Place.in(pixel, element, content), Place.in(pixel + (channels - 1) * element, element, content));
    }

    @Override
    public void verify(Trial trial, int width) {
        for (int c : new int[] {0, channels - 1}) {
            int at = (this.width - 1) * channels + c;
            if (input == null) {
                float product = trial.inFloat(4 * at) * trial.weightFloat(4 * c);
                trial.requireFloat(4 * at, product + trial.weightFloat(4 * (channels + c)));
            } else {
                int factor = 4 * position(c, Math.min(width, channels));
                float product = input.value(trial.in(at)) * trial.weightFloat(factor);
                int result = ends().apply(product + trial.weightFloat(4 * channels + factor));
                trial.requireByte(at, result);
            }
        }
    }

    /** Where a channel's factor stands among those of a plane, in vectors of so many bytes; see {@link Machine}. */
    private static int position(int channel, int step) {
        int inVector = channel % step;
        return channel - inVector + inVector / 4 % 4 * (step / 4) + inVector / 16 * 4 + inVector % 4;
    }

    private Rounding ends() {
        if (rounding == null) {
            throw new IllegalStateException("int8 without rounding");
        }
        return rounding;
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        int element = input == null ? 4 : 1;
        int step = Math.min(machine.width(), channels * element);
        var m = machine.withWidth(step);
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, width, () -> {
                for (int done = 0; done < channels * element; done += step) {
                    if (input == null) {
                        floats(m, done);
                    } else {
                        bytes(m, constants, done);
                    }
                }
                m.add(Reg.IN, channels * element);
                m.add(Reg.OUT, channels * element);
            });
            m.add(Reg.IN, row - width * channels * element);
            m.add(Reg.OUT, outRow - width * channels * element);
        });
    }

    private void floats(Machine m, int done) {
        m.load(0, at(Reg.IN, done));
        m.mul(0, 0, at(Reg.WEIGHTS, done));
        m.addFloat(0, 0, at(Reg.WEIGHTS, 4 * channels + done));
        m.store(at(Reg.OUT, done), 0);
    }

    private void bytes(Machine m, ConstantPool constants, int done) {
        m.expand(at(Reg.IN, done), 4, input == ByteForm.SIGNED, (j, dwords) -> {
            if (input == ByteForm.OFFSET) {
                m.addInt(dwords, dwords, constants.ints(-128));
            }
            m.toFloat(j, dwords);
            m.mul(j, j, at(Reg.WEIGHTS, 4 * done + j * m.width()));
            m.addFloat(j, j, at(Reg.WEIGHTS, 4 * channels + 4 * done + j * m.width()));
        });
        ends().store4(m, constants, 0, 4, 4, at(Reg.OUT, done));
    }
}
