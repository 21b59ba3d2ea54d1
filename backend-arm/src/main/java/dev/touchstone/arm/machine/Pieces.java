package dev.touchstone.arm.machine;

/**
 * The list of calls as the driver reads it: for each piece eight dwords. Offsets of input, output and second input count
 * from the tensors' base, those of weights from the constants' base, that of the kernel from the start of the code.
 *
 * <p>The driver takes: tensors' base, constants' base, address of the first piece, number of pieces; at its other entry
 * two further numbers, whose sum takes the place of the tensors' base for inputs. It calls each kernel with {@link Reg#IN}, {@link Reg#OUT}, {@link Reg#WEIGHTS}, {@link Reg#EXTRA}, {@link Reg#COUNT} and
 * {@link Reg#CONST}.
 */
public final class Pieces {
    public static final int BYTES = 32;
    public static final int KERNEL = 0;
    public static final int IN = 4;
    public static final int OUT = 8;
    public static final int WEIGHTS = 12;
    public static final int EXTRA = 16;
    public static final int COUNT = 20;

    private Pieces() {}
}
