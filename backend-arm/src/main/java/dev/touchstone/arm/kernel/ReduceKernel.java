package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.At.at;

import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Machine.DoubleOp;
import dev.touchstone.arm.machine.Reg;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One value from each column of a matrix, rows in their order (rules R1 to R3). {@code COUNT} counts groups of columns; a
 * last incomplete group reads and writes beyond the end.
 *
 * @param kind what is made of a column
 * @param rows of the matrix
 * @param row bytes from a row to the next
 */
public record ReduceKernel(Kind kind, int rows, int row) implements SampledKernel {
    /** Rows that are filled to try the kernel. */
    private static final int FILLED = 64;

    /** What is made of a column. */
    public sealed interface Kind {
        /** Of floats, in double: their sum, then divided. */
        record RealSum(double divisor) implements Kind {}

        /** Of floats, in double: their product. */
        record RealProduct() implements Kind {}

        /** Of floats: {@code r > x ? r : x}, or {@code r < x ? r : x}. */
        record RealExtreme(boolean largest) implements Kind {}

        /** Of bytes as they are: their sum times a factor, rounded. */
        record Sum(float factor) implements Kind {}

        /** Of bytes as they are. */
        record Extreme(boolean largest) implements Kind {}

        /** Columns of a group on a machine with vectors of so many bytes. */
        default int columns(int width) {
            return switch (this) {
                case RealSum s -> width / 8;
                case RealProduct p -> width / 8;
                case RealExtreme e -> width / 4;
                case Sum s -> width / 4;
                case Extreme e -> width;
            };
        }

        /** Bytes of an element. */
        default int element() {
            return this instanceof Sum || this instanceof Extreme ? 1 : 4;
        }
    }

    @Override
    public List<Place> places(Trial call, int width) {
        // a product needs all of its factors; of sums and extremes some in odd steps do, the first among them
        int step = kind instanceof Kind.RealProduct ? 1 : Math.max(1, rows / FILLED) | 1;
        var content = kind.element() == 4 ? Content.FLOATS : Content.BYTES;
        return IntStream.iterate(0, i -> i < rows, i -> i + step)
                .mapToObj(i -> Place.in(i * row, kind.element(), content))
                .toList();
    }

    @Override
    public void verify(Trial trial, int width) {
        double gathered = kind instanceof Kind.RealProduct ? 1 : 0;
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows; i++) {
            double x = kind.element() == 4 ? trial.inFloat(i * row) : trial.in(i * row);
            gathered = kind instanceof Kind.RealProduct ? gathered * x : gathered + x;
            largest = Math.max(largest, x);
            smallest = Math.min(smallest, x);
        }
        switch (kind) {
            case Kind.RealSum(double divisor) -> trial.requireFloat(0, (float) (gathered / divisor));
            case Kind.RealProduct p -> trial.requireFloat(0, (float) gathered);
            case Kind.RealExtreme(boolean most) -> trial.requireFloat(0, (float) (most ? largest : smallest));
            case Kind.Sum(float factor) -> trial.requireByte(0, Rounding.saturated((float) gathered * factor));
            case Kind.Extreme(boolean most) -> trial.requireByte(0, (int) (most ? largest : smallest));
        }
    }

    @Override
    public void emit(Machine m, ConstantPool constants) {
        int bytes = kind.columns(m.width()) * kind.element();
        m.loop(Reg.COUNT, () -> {
            m.move(Reg.T1, Reg.IN);
            begin(m, constants);
            m.loop(Reg.T0, rows, () -> {
                step(m);
                m.add(Reg.T1, row);
            });
            finish(m, constants);
            m.add(Reg.IN, bytes);
            m.add(Reg.OUT, bytes);
        });
    }

    private void begin(Machine m, ConstantPool constants) {
        switch (kind) {
            case Kind.RealSum s -> m.load(0, constants.doubles(0));
            case Kind.RealProduct p -> m.load(0, constants.doubles(1));
            case Kind.Sum s -> m.zero(0);
            case Kind.RealExtreme e -> m.load(0, at(Reg.IN, 0));
            case Kind.Extreme e -> m.load(0, at(Reg.IN, 0));
        }
    }

    private void step(Machine m) {
        var x = at(Reg.T1, 0);
        switch (kind) {
            case Kind.RealSum s -> {
                m.loadAsDoubles(1, x);
                m.doubles(DoubleOp.ADD, 0, 0, 1);
            }
            case Kind.RealProduct p -> {
                m.loadAsDoubles(1, x);
                m.doubles(DoubleOp.MUL, 0, 0, 1);
            }
            case Kind.RealExtreme(boolean largest) -> {
                m.load(1, x);
                if (largest) {
                    m.max(0, 0, 1);
                } else {
                    m.min(0, 0, 1);
                }
            }
            case Kind.Sum s -> {
                m.widen(1, x, true);
                m.addInt(0, 0, 1);
            }
            case Kind.Extreme(boolean largest) -> {
                if (largest) {
                    m.maxSigned(0, 0, x);
                } else {
                    m.minSigned(0, 0, x);
                }
            }
        }
    }

    private void finish(Machine m, ConstantPool constants) {
        var y = at(Reg.OUT, 0);
        switch (kind) {
            case Kind.RealSum(double divisor) -> {
                m.load(1, constants.doubles(divisor));
                m.doubles(DoubleOp.DIV, 0, 0, 1);
                m.storeAsFloats(y, 0);
            }
            case Kind.RealProduct p -> m.storeAsFloats(y, 0);
            case Kind.RealExtreme e -> m.store(y, 0);
            case Kind.Sum(float factor) -> {
                m.toFloat(0, 0);
                m.mul(0, 0, constants.floats(factor));
                m.min(0, 0, constants.floats(127));
                m.max(0, 0, constants.floats(-127));
                m.toInt(0, 0);
                m.storeAsBytes(y, 0);
            }
            case Kind.Extreme e -> m.store(y, 0);
        }
    }
}
