package dev.touchstone.arm.aarch64;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.asm.Label;

/** The instructions on general registers, 64 bits wide unless said otherwise, and branches. */
abstract sealed class GeneralInstructions permits MemoryInstructions {
    private static final int NOP = 0xD503201F;
    /** The register number that reads as zero where a stack pointer makes no sense. */
    private static final int ZERO = 31;

    private final CodeBuffer code;

    GeneralInstructions(CodeBuffer code) {
        this.code = code;
    }

    /** This assembler, for the next instruction. */
    abstract A64Assembler self();

    final A64Assembler word(int instruction) {
        code.put32(instruction);
        return self();
    }

    static int rd(X register) {
        return register.number();
    }

    static int rn(X register) {
        return register.number() << 5;
    }

    static int rm(X register) {
        return register.number() << 16;
    }

    /** A field of an instruction, checked; where it may be negative, the range is a whole power of two. */
    static int field(String instruction, int value, int low, int high, int shift) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(instruction + " " + value + " is outside " + low + ".." + high);
        }
        return (low < 0 ? value & high - low : value) << shift;
    }

    private static void requireRegister(X register) {
        if (register == X.SP) {
            throw new IllegalArgumentException("sp is no operand here");
        }
    }

    public Label newLabel() {
        return code.newLabel();
    }

    public A64Assembler bind(Label label) {
        code.bind(label);
        return self();
    }

    /** Fills with {@code nop} up to a multiple of the given power of two. */
    public A64Assembler align(int bytes) {
        while (code.length() % bytes != 0) {
            word(NOP);
        }
        return self();
    }

    /** Copies a register. */
    public A64Assembler mov(X dst, X src) {
        requireRegister(dst);
        requireRegister(src);
        return word(0xAA000000 | rm(src) | ZERO << 5 | rd(dst));
    }

    /** A constant, sign-extended: one instruction or two. */
    public A64Assembler mov(X dst, int constant) {
        int low = constant & 0xFFFF;
        int high = constant >> 16;
        if (constant >= 0) {
            movz(dst, low);
        } else {
            movn(dst, ~low & 0xFFFF);
        }
        return high == constant >> 31 ? self() : movk(dst, high & 0xFFFF);
    }

    /** Zero but for the lowest 16 bits. */
    public A64Assembler movz(X dst, int bits) {
        return word(0xD2800000 | field("movz", bits, 0, 0xFFFF, 5) | rd(dst));
    }

    /** Ones but for the lowest 16 bits, which are the complement. */
    public A64Assembler movn(X dst, int bits) {
        return word(0x92800000 | field("movn", bits, 0, 0xFFFF, 5) | rd(dst));
    }

    /** Puts 16 bits at bit 16, and keeps the rest. */
    public A64Assembler movk(X dst, int bits) {
        return word(0xF2A00000 | field("movk", bits, 0, 0xFFFF, 5) | rd(dst));
    }

    /** Adds a constant of 12 bits; either register may be the stack pointer. */
    public A64Assembler add(X dst, X src, int constant) {
        return word(0x91000000 | field("add", constant, 0, 4095, 10) | rn(src) | rd(dst));
    }

    /** Adds a constant of 12 bits times 4096. */
    public A64Assembler addShifted(X dst, X src, int constant) {
        return word(0x91400000 | field("add", constant, 0, 4095, 10) | rn(src) | rd(dst));
    }

    /** Subtracts a constant of 12 bits; either register may be the stack pointer. */
    public A64Assembler sub(X dst, X src, int constant) {
        return word(0xD1000000 | field("sub", constant, 0, 4095, 10) | rn(src) | rd(dst));
    }

    /** Subtracts a constant of 12 bits times 4096. */
    public A64Assembler subShifted(X dst, X src, int constant) {
        return word(0xD1400000 | field("sub", constant, 0, 4095, 10) | rn(src) | rd(dst));
    }

    public A64Assembler add(X dst, X x, X y) {
        return word(0x8B000000 | rm(y) | rn(x) | rd(dst));
    }

    public A64Assembler sub(X dst, X x, X y) {
        return word(0xCB000000 | rm(y) | rn(x) | rd(dst));
    }

    /** Sets the flags by {@code x - y}. */
    public A64Assembler cmp(X x, X y) {
        return word(0xEB000000 | rm(y) | rn(x) | ZERO);
    }

    /** {@code dst = condition ? x : y}. */
    public A64Assembler csel(X dst, X x, X y, Condition condition) {
        return word(0x9A800000 | rm(y) | condition.code() << 12 | rn(x) | rd(dst));
    }

    /** Jumps if the register is not zero, up to 1 MiB. */
    public A64Assembler cbnz(X register, Label target) {
        return branch(0xB5000000 | rd(register), target);
    }

    /** Jumps if the flags say so, up to 1 MiB. */
    public A64Assembler b(Condition condition, Label target) {
        return branch(0x54000000 | condition.code(), target);
    }

    private A64Assembler branch(int instruction, Label target) {
        code.refer(target, code.length(), (c, at, to) -> {
            int words = field("branch", (to - at) / 4, -(1 << 18), (1 << 18) - 1, 5);
            c.set32(at, c.get32(at) | words);
        });
        return word(instruction);
    }

    /** The address of a place in the code, up to 1 MiB away. */
    public A64Assembler adr(X dst, Label place) {
        code.refer(place, code.length(), (c, at, to) -> {
            int distance = field("adr", to - at, -(1 << 20), (1 << 20) - 1, 0);
            c.set32(at, c.get32(at) | (distance & 3) << 29 | (distance >> 2 & 0x7FFFF) << 5);
        });
        return word(0x10000000 | rd(dst));
    }

    /** Calls the code at an address; the return address goes to x30. */
    public A64Assembler blr(X target) {
        return word(0xD63F0000 | rn(target));
    }

    public A64Assembler ret() {
        return word(0xD65F03C0);
    }
}
