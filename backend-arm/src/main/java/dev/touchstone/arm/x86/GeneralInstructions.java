package dev.touchstone.arm.x86;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.asm.Label;

/** The instructions on general-purpose registers, 64 bits wide unless said otherwise, labels and structured loops. */
abstract sealed class GeneralInstructions permits VectorMoves {
    final CodeBuffer code;

    GeneralInstructions(CodeBuffer code) {
        this.code = code;
    }

    /** This assembler, for the next instruction. */
    abstract X86Assembler self();

    public Label newLabel() {
        return code.newLabel();
    }

    public X86Assembler bind(Label label) {
        code.bind(label);
        return self();
    }

    /** Fills with {@code nop} up to a multiple of the given power of two. */
    public X86Assembler align(int bytes) {
        while (code.length() % bytes != 0) {
            code.put8(0x90);
        }
        return self();
    }

    /** Copies a register. */
    public X86Assembler mov(Gp dst, Gp src) {
        return registers(0x89, dst, src);
    }

    /** Loads a constant of 32 bits; the upper half becomes zero. */
    public X86Assembler mov(Gp dst, int constant) {
        if (dst.high() == 1) {
            code.put8(0x41);
        }
        code.put8(0xB8 | dst.low());
        code.put32(constant);
        return self();
    }

    /** Loads a qword. */
    public X86Assembler mov(Gp dst, Mem src) {
        return memory(0x8B, dst, src);
    }

    /** Stores a qword. */
    public X86Assembler mov(Mem dst, Gp src) {
        return memory(0x89, src, dst);
    }

    /** The address of a memory operand. */
    public X86Assembler lea(Gp dst, Mem src) {
        return memory(0x8D, dst, src);
    }

    private X86Assembler memory(int opcode, Gp reg, Mem mem) {
        prefix(0x48, reg, mem);
        code.put8(opcode);
        ModRm.put(code, reg.low(), mem, 1);
        return self();
    }

    /** Loads a byte, zero-extended to 64 bits. */
    public X86Assembler movzx(Gp dst, Mem src) {
        prefix(0x40, dst, src);
        code.put8(0x0F);
        code.put8(0xB6);
        ModRm.put(code, dst.low(), src, 1);
        return self();
    }

    /** Loads a byte, sign-extended to 64 bits. */
    public X86Assembler movsx(Gp dst, Mem src) {
        prefix(0x48, dst, src);
        code.put8(0x0F);
        code.put8(0xBE);
        ModRm.put(code, dst.low(), src, 1);
        return self();
    }

    /** Loads a dword, sign-extended to 64 bits. */
    public X86Assembler movsxd(Gp dst, Mem src) {
        return memory(0x63, dst, src);
    }

    /** Stores the lowest byte. */
    public X86Assembler movb(Mem dst, Gp src) {
        prefix(0x40, src, dst);
        code.put8(0x88);
        ModRm.put(code, src.low(), dst, 1);
        return self();
    }

    /** Loads a dword; the upper half becomes zero. */
    public X86Assembler movd(Gp dst, Mem src) {
        prefix(0x40, dst, src);
        code.put8(0x8B);
        ModRm.put(code, dst.low(), src, 1);
        return self();
    }

    /** Stores the lowest dword. */
    public X86Assembler movd(Mem dst, Gp src) {
        prefix(0x40, src, dst);
        code.put8(0x89);
        ModRm.put(code, src.low(), dst, 1);
        return self();
    }

    /** Asks for a cache line, for the second cache; a base without an index. */
    public X86Assembler prefetcht1(Mem place) {
        if (place.base().high() == 1) {
            code.put8(0x41);
        }
        code.put8(0x0F);
        code.put8(0x18);
        ModRm.put(code, 2, place, 1);
        return self();
    }

    /** The address of a place in the code. */
    public X86Assembler lea(Gp dst, Label target) {
        code.put8(0x48 | dst.high() << 2);
        code.put8(0x8D);
        code.put8(dst.low() << 3 | 5);
        return relative(target);
    }

    /** Adds a register. */
    public X86Assembler add(Gp dst, Gp src) {
        return registers(0x01, dst, src);
    }

    /** Subtracts a register. */
    public X86Assembler sub(Gp dst, Gp src) {
        return registers(0x29, dst, src);
    }

    /** Or. */
    public X86Assembler or(Gp dst, Gp src) {
        return registers(0x09, dst, src);
    }

    /** Compares with a register. */
    public X86Assembler cmp(Gp a, Gp b) {
        return registers(0x39, a, b);
    }

    /** Copies a register if the last comparison found less, signed. */
    public X86Assembler cmovl(Gp dst, Gp src) {
        code.put8(0x48 | dst.high() << 2 | src.high());
        code.put8(0x0F);
        code.put8(0x4C);
        code.put8(0xC0 | dst.low() << 3 | src.low());
        return self();
    }

    /** Shifts left. */
    public X86Assembler shl(Gp dst, int count) {
        code.put8(0x48 | dst.high());
        code.put8(0xC1);
        code.put8(0xE0 | dst.low());
        code.put8(count);
        return self();
    }

    /** Processor identification by the leaf in EAX and the subleaf in ECX; overwrites EAX, EBX, ECX and EDX. */
    public X86Assembler cpuid() {
        code.put8(0x0F);
        code.put8(0xA2);
        return self();
    }

    /** Reads the extended control register that ECX names into EDX:EAX. */
    public X86Assembler xgetbv() {
        code.put8(0x0F);
        code.put8(0x01);
        code.put8(0xD0);
        return self();
    }

    /** Calls the address in a register. */
    public X86Assembler call(Gp target) {
        if (target.high() == 1) {
            code.put8(0x41);
        }
        code.put8(0xFF);
        code.put8(0xD0 | target.low());
        return self();
    }

    private X86Assembler registers(int opcode, Gp dst, Gp src) {
        code.put8(0x48 | src.high() << 2 | dst.high());
        code.put8(opcode);
        code.put8(0xC0 | src.low() << 3 | dst.low());
        return self();
    }

    private void prefix(int fixed, Gp reg, Mem mem) {
        var index = mem.index();
        code.put8(fixed
                | reg.high() << 2
                | (index == null ? 0 : index.high()) << 1
                | mem.base().high());
    }

    /** Adds a constant; nothing is emitted for 0, so the flags are then not set. */
    public X86Assembler add(Gp dst, int constant) {
        return constant == 0 ? self() : immediate(0, dst, constant);
    }

    /** And with a sign-extended constant. */
    public X86Assembler and(Gp dst, int constant) {
        return immediate(4, dst, constant);
    }

    /** Compares with a constant. */
    public X86Assembler cmp(Gp a, int constant) {
        return immediate(7, a, constant);
    }

    private X86Assembler immediate(int extension, Gp reg, int constant) {
        code.put8(0x48 | reg.high());
        boolean small = constant == (byte) constant;
        code.put8(small ? 0x83 : 0x81);
        code.put8(0xC0 | extension << 3 | reg.low());
        if (small) {
            code.put8(constant);
        } else {
            code.put32(constant);
        }
        return self();
    }

    /** Subtracts one. */
    public X86Assembler dec(Gp reg) {
        code.put8(0x48 | reg.high());
        code.put8(0xFF);
        code.put8(0xC8 | reg.low());
        return self();
    }

    public X86Assembler push(Gp reg) {
        if (reg.high() == 1) {
            code.put8(0x41);
        }
        code.put8(0x50 | reg.low());
        return self();
    }

    public X86Assembler pop(Gp reg) {
        if (reg.high() == 1) {
            code.put8(0x41);
        }
        code.put8(0x58 | reg.low());
        return self();
    }

    /** Jumps if the last result was not zero. */
    public X86Assembler jnz(Label target) {
        code.put8(0x0F);
        code.put8(0x85);
        return relative(target);
    }

    /** Jumps if the last comparison found greater or equal, signed. */
    public X86Assembler jge(Label target) {
        code.put8(0x0F);
        code.put8(0x8D);
        return relative(target);
    }

    public X86Assembler jmp(Label target) {
        code.put8(0xE9);
        return relative(target);
    }

    public X86Assembler call(Label target) {
        code.put8(0xE8);
        return relative(target);
    }

    public X86Assembler ret() {
        code.put8(0xC3);
        return self();
    }

    private X86Assembler relative(Label target) {
        code.refer(target, code.length(), (c, at, position) -> c.set32(at, position - (at + 4)));
        code.put32(0);
        return self();
    }

    /** Runs the body {@code times} times with the register counting down; a single pass emits no jump. */
    public X86Assembler loop(Gp counter, int times, Runnable body) {
        if (times < 1) {
            throw new IllegalArgumentException("loop runs " + times + " times; expected 1 or more");
        }
        if (times == 1) {
            body.run();
            return self();
        }
        mov(counter, times);
        var top = newLabel();
        bind(top);
        body.run();
        return dec(counter).jnz(top);
    }
}
