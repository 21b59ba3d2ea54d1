package dev.touchstone.arm.aarch64;

import dev.touchstone.arm.asm.CodeBuffer;

/**
 * Loads and stores. Offsets are bytes: from 0 up to 4095 elements in steps of the element, or from -256 to 255, which is
 * the form that the manual calls {@code ldur} and {@code stur}. {@link #reaches} says whether an offset is one of them.
 */
abstract sealed class MemoryInstructions extends GeneralInstructions permits IntegerVectors {
    private static final int SCALED = 0x01000000;

    MemoryInstructions(CodeBuffer code) {
        super(code);
    }

    /** Whether an instruction on so many bytes has room for an offset. */
    public static boolean reaches(int offset, int bytes) {
        return isScaled(offset, bytes) || (offset >= -256 && offset <= 255);
    }

    private static boolean isScaled(int offset, int bytes) {
        return offset >= 0 && offset % bytes == 0 && offset / bytes <= 4095;
    }

    private A64Assembler access(int instruction, int bytes, int register, X base, int offset) {
        if (isScaled(offset, bytes)) {
            return word(instruction | SCALED | (offset / bytes) << 10 | rn(base) | register);
        }
        return word(instruction | field("offset", offset, -256, 255, 12) | rn(base) | register);
    }

    public A64Assembler ldr(X dst, X base, int offset) {
        return access(0xF8400000, 8, rd(dst), base, offset);
    }

    public A64Assembler str(X src, X base, int offset) {
        return access(0xF8000000, 8, rd(src), base, offset);
    }

    /** Loads 32 bits, zero-extended: {@code ldr w}. */
    public A64Assembler ldrw(X dst, X base, int offset) {
        return access(0xB8400000, 4, rd(dst), base, offset);
    }

    /** Stores the lower 32 bits: {@code str w}. */
    public A64Assembler strw(X src, X base, int offset) {
        return access(0xB8000000, 4, rd(src), base, offset);
    }

    /** Loads 32 bits, sign-extended. */
    public A64Assembler ldrsw(X dst, X base, int offset) {
        return access(0xB8800000, 4, rd(dst), base, offset);
    }

    /** Loads 16 bits, zero-extended. */
    public A64Assembler ldrh(X dst, X base, int offset) {
        return access(0x78400000, 2, rd(dst), base, offset);
    }

    public A64Assembler strh(X src, X base, int offset) {
        return access(0x78000000, 2, rd(src), base, offset);
    }

    /** Loads a byte, zero-extended. */
    public A64Assembler ldrb(X dst, X base, int offset) {
        return access(0x38400000, 1, rd(dst), base, offset);
    }

    /** Loads a byte, sign-extended to 64 bits. */
    public A64Assembler ldrsb(X dst, X base, int offset) {
        return access(0x38800000, 1, rd(dst), base, offset);
    }

    public A64Assembler strb(X src, X base, int offset) {
        return access(0x38000000, 1, rd(src), base, offset);
    }

    /** Loads the byte at {@code base + index}, zero-extended. */
    public A64Assembler ldrb(X dst, X base, X index) {
        return word(0x38606800 | rm(index) | rn(base) | rd(dst));
    }

    /** Puts a register on the stack, which stays aligned: {@code str x, [sp, #-16]!}. */
    public A64Assembler push(X register) {
        return word(0xF81F0FE0 | rd(register));
    }

    /** Takes a register from the stack: {@code ldr x, [sp], #16}. */
    public A64Assembler pop(X register) {
        return word(0xF84107E0 | rd(register));
    }

    /** Stores two registers; the offset is a multiple of 8. */
    public A64Assembler stp(X first, X second, X base, int offset) {
        return pair(0xA9000000, rd(first), rd(second), base, offset);
    }

    /** Loads two registers; the offset is a multiple of 8. */
    public A64Assembler ldp(X first, X second, X base, int offset) {
        return pair(0xA9400000, rd(first), rd(second), base, offset);
    }

    /** Stores two doubles; the offset is a multiple of 8. */
    public A64Assembler stp(Scalar first, Scalar second, X base, int offset) {
        return pair(0x6D000000, real(first), real(second), base, offset);
    }

    /** Loads two doubles; the offset is a multiple of 8. */
    public A64Assembler ldp(Scalar first, Scalar second, X base, int offset) {
        return pair(0x6D400000, real(first), real(second), base, offset);
    }

    private static int real(Scalar register) {
        if (register.bytes() != 8) {
            throw new IllegalArgumentException(register + " is not a double");
        }
        return register.number();
    }

    private A64Assembler pair(int instruction, int first, int second, X base, int offset) {
        if (offset % 8 != 0) {
            throw new IllegalArgumentException("offset " + offset + " of a pair is no multiple of 8");
        }
        return word(instruction | field("pair", offset / 8, -64, 63, 15) | second << 10 | rn(base) | first);
    }

    private static int vectorAccess(Scalar register) {
        return switch (register.bytes()) {
            case 4 -> 0xBC000000;
            case 8 -> 0xFC000000;
            default -> 0x3C800000;
        };
    }

    /** Loads the low end of a vector register; the rest becomes zero. */
    public A64Assembler ldr(Scalar dst, X base, int offset) {
        return access(vectorAccess(dst) | 0x00400000, dst.bytes(), dst.number(), base, offset);
    }

    /** Stores the low end of a vector register. */
    public A64Assembler str(Scalar src, X base, int offset) {
        return access(vectorAccess(src), src.bytes(), src.number(), base, offset);
    }

    /** Loads the double at {@code base + 8 * index}. */
    public A64Assembler ldr(Scalar dst, X base, X index) {
        return word(0xFC607800 | rm(index) | rn(base) | real(dst));
    }

    /** Loads one float or double into all elements. */
    public A64Assembler ld1r(V dst, X base) {
        if (dst.arrangement().q() == 0) {
            throw new IllegalArgumentException("ld1r is there for whole registers, not for " + dst);
        }
        return word(0x4D40C000 | dst.arrangement().size() << 10 | rn(base) | dst.number());
    }
}
