package dev.touchstone.arm.machine;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.asm.Label;

/**
 * An instruction set, as kernels see it. Vector registers are numbers from 0; a method emits one instruction or a few.
 * Implementations may keep vector registers of their own that {@link #vectors} does not count. Not thread-safe.
 *
 * <p><b>Order of channels.</b> Bytes widen into, and dwords narrow from, groups of four vectors: dword {@code e} of
 * vector {@code j} belongs to byte {@code 16 * (e / 4) + 4 * j + e % 4} ({@link ChannelOrder}). That is what the
 * interleaving and packing instructions of x86 do within 128 bits, and the natural order where a vector has 128 bits.
 */
public interface Machine {
    /** Where the code goes. */
    CodeBuffer code();

    /** Bytes of a vector. */
    int width();

    /** Vector registers that kernels may use: numbers 0 to this, exclusive. */
    int vectors();

    /** The same instruction set with vectors of another width, emitting into the same buffer. */
    Machine withWidth(int bytes);

    /** Whether kernels had better load what they need a few instructions early: processors that run in order wait. */
    boolean loadsEarly();

    /**
     * Whether a tile's end had better be mixed with the next tile's products: where a product is one instruction,
     * processors run out of order, and there are 32 registers.
     */
    boolean alternates();

    /** How int8 tensors with negative values are stored. */
    boolean storesOffset();

    /** The products of int8 convolutions, for activations of a form. */
    DotProduct dotProduct(ByteForm activations);

    /** The products of float convolutions: one at a time, fused multiply-add. */
    DotProduct fusedProduct();

    // General registers.

    /** {@code d = s}. */
    void move(Reg d, Reg s);

    /** {@code d = value}. */
    void set(Reg d, int value);

    /** {@code d += value}. */
    void add(Reg d, int value);

    /** {@code d += s}. */
    void add(Reg d, Reg s);

    /** {@code d = } the address. */
    void address(Reg d, At place);

    /** Loads a dword, sign-extended. */
    void loadInt(Reg d, At place);

    /** Loads a byte, zero-extended. */
    void loadByte(Reg d, At place);

    /** Loads the byte at {@code base + index + displacement}, zero-extended. */
    void loadByte(Reg d, Reg base, Reg index, int displacement);

    /** Loads a byte, sign-extended. */
    void loadSignedByte(Reg d, At place);

    /** Stores the lowest byte. */
    void storeByte(At place, Reg s);

    /** Copies {@code bytes} bytes, by way of {@code t}, which may be overwritten, and vector register 0. */
    void copy(At to, At from, int bytes, Reg t);

    /** Asks for a cache line that will be read some microseconds later; nothing where that does not help. */
    default void prefetch(At place) {}

    /** Puts a register on the stack. */
    void save(Reg r);

    /** Takes a register from the stack. */
    void restore(Reg r);

    /** Runs the body {@code times} times, the register counting down; one pass emits no jump, none nothing. */
    void loop(Reg counter, int times, Runnable body);

    /** Runs the body as often as the register says, at least once, counting it down to 0. */
    void loop(Reg counter, Runnable body);

    /** Runs the body with {@code bytes} bytes of aligned memory at {@link Reg#SCRATCH}; overwrites {@code T0} before it. */
    void scratch(int bytes, Runnable body);

    /** Ends a kernel. */
    void ret();

    /** Begins a kernel: its label, aligned. */
    void begin(Label kernel);

    /**
     * The two entries that run pieces ({@link Pieces}), one after another.
     *
     * @param entry for those whose inputs are tensors of the run
     * @param foreign for those whose inputs are elsewhere
     * @param start of the code
     */
    void driver(Label entry, Label foreign, Label start);

    // Vectors as a whole.

    void zero(int d);

    void move(int d, int s);

    void load(int d, At place);

    void store(At place, int s);

    /** Stores the lowest bytes of a vector: 4, 8, 16 or any half of the width. */
    void storeLow(At place, int s, int bytes);

    void xor(int d, int a, At b);

    void and(int d, int a, At b);

    void or(int d, int a, int b);

    /** In each sixteen, the bytes of {@code a} at the places that stand in {@code choice}; zero where it is negative. */
    void shuffleBytes(int d, int a, At choice);

    /** Stores each sixteen, {@code step} bytes from the one before, from left to right; overwrites the register. */
    void storeSixteens(At place, int s, int step);

    // Dwords.

    /** One dword, or float, to all elements. */
    void broadcast(int d, At place);

    void addInt(int d, int a, int b);

    void addInt(int d, int a, At b);

    void mulInt(int d, int a, int b);

    void shiftLeft(int d, int a, int bits);

    /** Shifts right, filling with the sign. */
    void shiftRight(int d, int a, int bits);

    void toFloat(int d, int a);

    /** To the nearest integer, ties to even; for values within int32. */
    void toInt(int d, int a);

    // Floats.

    void mul(int d, int a, int b);

    void mul(int d, int a, At b);

    void addFloat(int d, int a, int b);

    void addFloat(int d, int a, At b);

    void sub(int d, int a, int b);

    void div(int d, int a, int b);

    /** The smaller; {@code b} where either is NaN. */
    void min(int d, int a, int b);

    /** The larger; {@code b} where either is NaN. */
    void max(int d, int a, int b);

    /** The smaller, for numbers. */
    void min(int d, int a, At b);

    /** The larger, for numbers. */
    void max(int d, int a, At b);

    /** To the nearest integer in float, ties to even. */
    void round(int d, int a);

    /** {@code d += a * b}, rounded once. */
    void fma(int d, int a, int b);

    /** {@code d += a * b}, rounded once. */
    void fma(int d, int a, At b);

    // Bytes.

    void maxSigned(int d, int a, At b);

    void minSigned(int d, int a, At b);

    void maxSigned(int d, int a, int b);

    void minSigned(int d, int a, int b);

    void maxUnsigned(int d, int a, At b);

    void minUnsigned(int d, int a, At b);

    /** What to do with a quarter of some bytes, widened to dwords. */
    @FunctionalInterface
    interface Quarter {
        /**
         * Uses it.
         *
         * @param j which quarter, in channel order
         * @param register holds the dwords; may be overwritten
         */
        void use(int j, int register);
    }

    /** Widens a vector of bytes at a place, quarter by quarter; {@code t .. t + 3} are overwritten. */
    void expand(At place, int t, boolean signed, Quarter each);

    /** Narrows the dwords in {@code v .. v + n - 1} (n = 1, 2, 4), saturated, to the low bytes of {@code v}. */
    void pack(int v, int n);

    /** Stores the dwords of a vector as bytes, saturated, in natural order; overwrites it. */
    void storeAsBytes(At place, int s);

    /** Widens bytes at a place to dwords in natural order: as many as a vector has dwords. */
    void widen(int d, At place, boolean signed);

    // Doubles: a vector holds half as many as floats.

    /** An operation on doubles. */
    enum DoubleOp {
        ADD,
        SUB,
        MUL,
        DIV,
        /** The smaller; the second operand where either is NaN. */
        MIN,
        /** The larger; the second operand where either is NaN. */
        MAX
    }

    /** Which integer a double becomes. */
    enum Direction {
        /** Towards negative infinity. */
        DOWN,
        /** Towards positive infinity. */
        UP,
        /** Towards zero. */
        TO_ZERO
    }

    /** Loads half a vector of floats, widened. */
    void loadAsDoubles(int d, At place);

    /** Stores half a vector of floats, rounded to nearest even; overwrites the register. */
    void storeAsFloats(At place, int s);

    /** One double to all elements. */
    void broadcastDouble(int d, At place);

    void doubles(DoubleOp operation, int d, int a, int b);

    void doubles(DoubleOp operation, int d, int a, At b);

    void sqrtDoubles(int d, int a);

    /** To an integer, in double. */
    void roundDoubles(int d, int a, Direction direction);

    /** Shifts elements of 64 bits left. */
    void shiftLeftLongs(int d, int a, int bits);

    // Scalar doubles, for what is too rare to need more.

    void loadDouble(int d, At place);

    /** The double at {@code base + 8 * index}. */
    void loadDouble(int d, Reg base, Reg index);

    void addDouble(int d, int a, int b);

    void mulDouble(int d, int a, int b);

    void divDouble(int d, int a, int b);

    void minDouble(int d, int a, int b);

    void maxDouble(int d, int a, int b);

    /** To the nearest integer, ties to even. */
    void doubleToInt(Reg d, int a);

    /** {@code d -= s}. */
    void sub(Reg d, Reg s);

    /** {@code d = max(d, s)}, signed; {@code d} and {@code s} differ. */
    void maxReg(Reg d, Reg s);
}
