package dev.touchstone.arm;

import dev.touchstone.BackendException;
import dev.touchstone.arm.compile.ArmProgram.Probe;
import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.kernel.ProductKernel;
import dev.touchstone.arm.kernel.ProductKernel.Terms;
import dev.touchstone.arm.kernel.SampledKernel;
import dev.touchstone.arm.kernel.SampledKernel.Content;
import dev.touchstone.arm.kernel.SampledKernel.Place;
import dev.touchstone.arm.kernel.Trial;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.Pieces;
import dev.touchstone.arm.memory.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some outputs of each kernel, computed by the machine code and by plain Java: a wrong encoding, or a processor that is
 * not what it says, becomes an error here and not a wrong answer later. Inputs are left as they were.
 */
final class SelfCheck {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    /** Terms of a sum that are not zero. */
    private static final int TERMS = 64;

    private final int pieces;
    private final MemorySegment entry;
    private final MemorySegment constants;
    private final MemorySegment tensors;

    /**
     * A check of a program that is loaded.
     *
     * @param pieces offset of the list of calls in the constants
     */
    SelfCheck(int pieces, MemorySegment entry, MemorySegment constants, MemorySegment tensors) {
        this.pieces = pieces;
        this.entry = entry;
        this.constants = constants;
        this.tensors = tensors;
    }

    /**
     * Tries kernels.
     *
     * @throws BackendException naming the kernel that computes something else
     */
    void run(List<Probe> probes) {
        try (var arena = Arena.ofConfined()) {
            var piece = arena.allocate(Pieces.BYTES, 8);
            for (var probe : probes) {
                long from = pieces + (long) probe.piece() * Pieces.BYTES;
                MemorySegment.copy(constants, from, piece, 0, Pieces.BYTES);
                piece.set(INT, Pieces.COUNT, 1);
                var call = new Call(probe.kernel(), piece);
                switch (probe.kernel()) {
                    case ProductKernel kernel -> {
                        check(probe, kernel, call, 0, 0);
                        check(probe, kernel, call, kernel.vectors() - 1, probe.vectorBytes() / 4 - 1);
                    }
                    case SampledKernel kernel ->
                        call.tried(
                                kernel.places(call, probe.vectorBytes()),
                                () -> kernel.verify(call, probe.vectorBytes()));
                    default -> throw new IllegalStateException(probe.kernel() + " cannot be tried");
                }
            }
        }
    }

    private static void check(Probe probe, ProductKernel kernel, Call call, int vector, int element) {
        var all = kernel.terms(vector, element, probe.vectorBytes(), probe.copies(), probe.order());
        var terms = some(all);
        var content = kernel.activations() == null
                ? Content.FLOATS
                : kernel.activations() == ByteForm.POSITIVE ? Content.POSITIVE_BYTES : Content.BYTES;
        int unit = content == Content.FLOATS ? 4 : 1;
        var places = new ArrayList<Place>(terms.inputs().length + 2);
        if (terms.inputs().length < all.inputs().length) {
            places.add(zeros(all.inputs(), unit));
        }
        for (int input : terms.inputs()) {
            places.add(new Place(false, input, unit, content));
        }
        if (call.extra != 0) {
            places.add(new Place(true, terms.output(), 1, Content.POSITIVE_BYTES));
        }
        call.tried(places, () -> kernel.verify(call, terms, sum(call, terms, kernel.activations())));
    }

    /** About {@link #TERMS} of many: in odd steps, so that they meet each place of an unrolled loop. */
    private static Terms some(Terms all) {
        int n = all.inputs().length;
        int step = Math.max(1, n / TERMS) | 1;
        var inputs = new int[(n + step - 1) / step];
        var weights = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = all.inputs()[i * step];
            weights[i] = all.weights()[i * step];
        }
        return new Terms(inputs, weights, all.start(), all.multiplier(), all.output());
    }

    /** From the first to the last input: what stays zero takes no part in a sum. */
    private static Place zeros(int[] inputs, int unit) {
        int first = inputs[0];
        int last = inputs[0];
        for (int input : inputs) {
            first = Math.min(first, input);
            last = Math.max(last, input);
        }
        return new Place(false, first, last + unit - first, Content.ZEROS);
    }

    private static float sum(Call call, Terms terms, @Nullable ByteForm activations) {
        if (activations == null) {
            float sum = call.weightFloat(terms.start());
            for (int i = 0; i < terms.inputs().length; i++) {
                sum = Math.fma(call.inFloat(terms.inputs()[i]), call.weightFloat(terms.weights()[i]), sum);
            }
            return sum;
        }
        boolean unsigned = activations == ByteForm.OFFSET;
        int sum = call.weightInt(terms.start());
        for (int i = 0; i < terms.inputs().length; i++) {
            byte stored = call.in(terms.inputs()[i]);
            sum += (unsigned ? stored & 255 : stored) * call.weight(terms.weights()[i]);
        }
        return (float) sum;
    }

    /** A call in the tensors' memory. */
    private final class Call implements Trial {
        private final Kernel kernel;
        private final MemorySegment piece;
        private final long in;
        private final long out;
        private final long weights;
        private final long extra;

        Call(Kernel kernel, MemorySegment piece) {
            this.kernel = kernel;
            this.piece = piece;
            this.in = piece.get(INT, Pieces.IN);
            this.out = piece.get(INT, Pieces.OUT);
            this.weights = piece.get(INT, Pieces.WEIGHTS);
            this.extra = piece.get(INT, Pieces.EXTRA);
        }

        /** Fills places, makes the call, looks at its results, and puts back what was there. */
        void tried(List<Place> places, Runnable verify) {
            var before = new byte[places.stream().mapToInt(Place::bytes).sum()];
            int saved = 0;
            for (var place : places) {
                MemorySegment.copy(tensors, BYTE, at(place), before, saved, place.bytes());
                saved += place.bytes();
            }
            int seed = 1;
            for (var place : places) {
                seed = fill(place, seed);
            }
            NativeCall.call(entry, tensors.address(), constants.address(), piece.address(), 1);
            verify.run();
            int restored = 0;
            for (var place : places) {
                MemorySegment.copy(before, restored, tensors, BYTE, at(place), place.bytes());
                restored += place.bytes();
            }
        }

        private long at(Place place) {
            return (place.extra() ? extra : in) + place.offset();
        }

        private int fill(Place place, int seed) {
            int value = seed;
            if (place.content() == Content.ZEROS) {
                tensors.asSlice(at(place), place.bytes()).fill((byte) 0);
                return value;
            }
            for (int i = 0; i < place.bytes(); i += place.content() == Content.FLOATS ? 4 : 1) {
                value = value * 1_103_515_245 + 12_345;
                int number = (value >> 16) % 128;
                switch (place.content()) {
                    case ZEROS -> throw new IllegalStateException("zeros are filled at once");
                    case BYTES -> tensors.set(BYTE, at(place) + i, (byte) number);
                    case POSITIVE_BYTES -> tensors.set(BYTE, at(place) + i, (byte) Math.abs(number));
                    case OFFSET_BYTES -> tensors.set(BYTE, at(place) + i, (byte) (number + 128));
                    case FLOATS -> {
                        // neighbours have different signs: functions differ on one side of 0
                        float magnitude = (value >>> 9) / (float) (1 << 21);
                        tensors.set(FLOAT, at(place) + i, i % 8 == 0 ? -magnitude : magnitude);
                    }
                }
            }
            return value;
        }

        @Override
        public byte in(int offset) {
            return tensors.get(BYTE, in + offset);
        }

        @Override
        public float inFloat(int offset) {
            return tensors.get(FLOAT, in + offset);
        }

        @Override
        public byte extra(int offset) {
            return tensors.get(BYTE, extra + offset);
        }

        @Override
        public float extraFloat(int offset) {
            return tensors.get(FLOAT, extra + offset);
        }

        @Override
        public byte weight(int offset) {
            return constants.get(BYTE, weights + offset);
        }

        @Override
        public int weightInt(int offset) {
            return constants.get(INT, weights + offset);
        }

        @Override
        public float weightFloat(int offset) {
            return constants.get(FLOAT, weights + offset);
        }

        @Override
        public double weightDouble(int offset) {
            return constants.get(DOUBLE, weights + offset);
        }

        @Override
        public int constantInt(int offset) {
            return constants.get(INT, offset);
        }

        @Override
        public float constantFloat(int offset) {
            return constants.get(FLOAT, offset);
        }

        @Override
        public void requireByte(int offset, int expected) {
            byte actual = tensors.get(BYTE, out + offset);
            if (actual != (byte) expected) {
                throw wrong("" + actual, "" + (byte) expected);
            }
        }

        @Override
        public void requireFloat(int offset, float expected) {
            float actual = tensors.get(FLOAT, out + offset);
            if (actual != expected && !(Float.isNaN(actual) && Float.isNaN(expected))) {
                throw wrong("" + actual, "" + expected);
            }
        }

        private BackendException wrong(String actual, String expected) {
            return new BackendException(
                    "arm",
                    "machine code computes " + actual + " where a plain loop gives " + expected + ", in " + kernel
                            + "; use another instruction set (" + ArmBackendProvider.ISA
                            + ") or the backend reference, and report this");
        }
    }
}
