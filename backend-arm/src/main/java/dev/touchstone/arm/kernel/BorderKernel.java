package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The borders of planes, filled with what stands for 0. {@code COUNT} counts planes. {@code IN} is where {@code OUT} is; nothing is
 * read.
 *
 * @param head bytes before a plane's first pixel
 * @param pixels bytes of a row's pixels
 * @param gap bytes from the last pixel of a row to the first of the next
 * @param rows of pixels
 * @param tail bytes behind the last pixel
 * @param zero the byte that stands for 0
 */
public record BorderKernel(int head, int pixels, int gap, int rows, int tail, int zero) implements SampledKernel {
    /** Vectors that are stored one by one; more are a loop. */
    private static final int UNROLLED = 8;

    @Override
    public List<Place> places(Trial call, int width) {
        return pieces().filter(piece -> piece[1] > 0)
                .map(piece -> Place.in(piece[0], piece[1], Content.BYTES))
                .toList();
    }

    @Override
    public void verify(Trial trial, int width) {
        pieces().flatMapToInt(piece -> IntStream.range(piece[0], piece[0] + piece[1]))
                .forEach(offset -> trial.requireByte(offset, zero));
    }

    /** Where the head, the last gap and the tail are, and how long. */
    private Stream<int[]> pieces() {
        int end = head + rows * (pixels + gap) - gap;
        int last = rows == 1 ? 0 : gap;
        return Stream.of(new int[] {0, head}, new int[] {end - pixels - last, last}, new int[] {end, tail});
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        if (zero == 0) {
            m.zero(0);
        } else {
            m.load(0, constants.bytes(zero));
        }
        m.loop(Reg.COUNT, () -> {
            fill(m, head);
            if (gap == 0) {
                m.add(Reg.OUT, rows * pixels);
            } else {
                m.loop(Reg.T1, rows - 1, () -> {
                    m.add(Reg.OUT, pixels);
                    fill(m, gap);
                });
                m.add(Reg.OUT, pixels);
            }
            fill(m, tail);
        });
    }

    /** Fills bytes, a multiple of 4, and goes behind them. */
    private static void fill(Machine m, int bytes) {
        int vectors = bytes / m.width();
        int single = vectors % UNROLLED;
        m.loop(Reg.T0, vectors / UNROLLED, () -> {
            for (int i = 0; i < UNROLLED; i++) {
                m.store(at(Reg.OUT, i * m.width()), 0);
            }
            m.add(Reg.OUT, UNROLLED * m.width());
        });
        for (int i = 0; i < single; i++) {
            m.store(at(Reg.OUT, i * m.width()), 0);
        }
        int done = single * m.width();
        for (int part = m.width() / 2; part >= 4; part /= 2) {
            if ((bytes & part) != 0) {
                m.storeLow(at(Reg.OUT, done), 0, part);
                done += part;
            }
        }
        m.add(Reg.OUT, done);
    }
}
