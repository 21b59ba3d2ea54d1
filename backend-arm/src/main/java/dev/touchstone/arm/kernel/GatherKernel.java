package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bytes below one another as the bytes of a dword, for every so many columns of bytes: the dword's first byte is where the
 * topmost one is, from {@code OUT} instead of {@code IN}. {@code COUNT} counts rows of dwords.
 *
 * <p>Sixteens are written from left to right: what is behind a row's last dword, of {@link #SURPLUS} bytes at most, and
 * between dwords, is overwritten with anything.
 *
 * @param count dwords of a row
 * @param spacing bytes from one to the next: 4 to 12
 * @param rows bytes of a dword: 1 to 4; others are zero
 * @param row bytes from one of these to that below
 * @param step bytes from a row of dwords to the next, on both sides
 */
public record GatherKernel(int count, int spacing, int rows, int row, int step) implements SampledKernel {
    /** Bytes behind a row's last dword that are overwritten. */
    public static final int SURPLUS = 12;

    private static final int WIDTH = 16;

    @Override
    public List<Place> places(Trial call, int width) {
        return IntStream.range(0, rows)
                .mapToObj(y -> Place.in(last() + y * row, 1, Content.BYTES))
                .toList();
    }

    @Override
    public void verify(Trial trial, int width) {
        for (int y = 0; y < 4; y++) {
            trial.requireByte(last() + y, y < rows ? trial.in(last() + y * row) : 0);
        }
    }

    private int last() {
        return (count - 1) * spacing;
    }

    @Override
    public void emit(Machine machine, ConstantPool constants) {
        var m = machine.withWidth(WIDTH);
        int atOnce = (WIDTH - 4) / spacing + 1;
        int times = (count + atOnce - 1) / atOnce;
        int bytes = atOnce * spacing;
        m.loop(Reg.COUNT, () -> {
            m.loop(Reg.T0, times, () -> {
                for (int y = 0; y < rows; y++) {
                    m.load(y, at(Reg.IN, y * row));
                    m.shuffleBytes(y, y, constants.place(choice(atOnce, y)));
                    if (y > 0) {
                        m.or(0, 0, y);
                    }
                }
                m.store(at(Reg.OUT, 0), 0);
                m.add(Reg.IN, bytes);
                m.add(Reg.OUT, bytes);
            });
            m.add(Reg.IN, step - times * bytes);
            m.add(Reg.OUT, step - times * bytes);
        });
    }

    /** Puts a row's bytes where they belong, and zeros everywhere else. */
    private byte[] choice(int atOnce, int y) {
        var choice = new byte[WIDTH];
        Arrays.fill(choice, (byte) -1);
        for (int i = 0; i < atOnce; i++) {
            choice[i * spacing + y] = (byte) (i * spacing);
        }
        return choice;
    }
}
