package dev.touchstone.arm.aarch64;

import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.asm.Label;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;

/**
 * Kernels' instructions on AArch64: general registers, control and memory here, arithmetic in the superclass.
 *
 * <p>Instructions have no memory operands, so two vector registers are kept back: {@link #OPERAND} for what an instruction
 * would take from memory, {@link #SCRATCH} for intermediate results. Of the general registers x15 to x17 are kept back,
 * for addresses beyond an instruction's reach. Kernels get those that a caller saves; only the driver saves any.
 */
public final class A64Machine extends A64Doubles implements Machine {
    private static final X ADDRESS = X.X16;
    private static final X CONSTANT = X.X17;

    private final A64Isa isa;

    /** Emits into a buffer. */
    public A64Machine(CodeBuffer code, A64Isa isa) {
        super(new A64Assembler(code), code);
        this.isa = isa;
    }

    A64Assembler assembler() {
        return a;
    }

    static X x(Reg r) {
        return switch (r) {
            case IN -> X.X0;
            case OUT -> X.X1;
            case WEIGHTS -> X.X2;
            case EXTRA -> X.X3;
            case COUNT -> X.X4;
            case CONST -> X.X5;
            case T0 -> X.X6;
            case T1 -> X.X7;
            case T2 -> X.X8;
            case T3 -> X.X9;
            case T4 -> X.X10;
            case T5 -> X.X11;
            case T6 -> X.X12;
            case T7 -> X.X13;
            case T8 -> X.X14;
            case SCRATCH -> X.SP;
        };
    }

    @Override
    public Machine withWidth(int bytes) {
        if (bytes != width()) {
            throw new IllegalArgumentException("vectors have 16 bytes, not " + bytes);
        }
        return this;
    }

    /** The small cores, which this is for most of all, run in order. */
    @Override
    public boolean loadsEarly() {
        return true;
    }

    @Override
    public boolean alternates() {
        return false;
    }

    @Override
    public void scratch(int bytes, Runnable body) {
        int size = (bytes + 15) & -16;
        a.sub(X.SP, X.SP, size);
        body.run();
        a.add(X.SP, X.SP, size);
    }

    /** Products are of signed bytes, and so is everything stored. */
    @Override
    public boolean storesOffset() {
        return false;
    }

    @Override
    public DotProduct dotProduct(ByteForm activations) {
        if (activations == ByteForm.OFFSET) {
            throw new IllegalArgumentException("nothing is stored with an offset here");
        }
        return switch (isa) {
            case SDOT -> new SdotProduct(this);
            case NEON -> new SmullProduct(this);
        };
    }

    @Override
    public DotProduct fusedProduct() {
        return new FmlaProduct(this);
    }

    // General registers.

    @Override
    public void move(Reg d, Reg s) {
        a.mov(x(d), x(s));
    }

    @Override
    public void set(Reg d, int value) {
        a.mov(x(d), value);
    }

    @Override
    public void add(Reg d, int value) {
        add(x(d), x(d), value);
    }

    @Override
    public void add(Reg d, Reg s) {
        a.add(x(d), x(d), x(s));
    }

    @Override
    public void sub(Reg d, Reg s) {
        a.sub(x(d), x(d), x(s));
    }

    @Override
    public void maxReg(Reg d, Reg s) {
        a.cmp(x(d), x(s)).csel(x(d), x(s), x(d), Condition.LT);
    }

    @Override
    public void address(Reg d, At place) {
        add(x(d), x(place.base()), place.displacement());
    }

    /** {@code d = s + value} in as few instructions as the value needs. */
    void add(X d, X s, int value) {
        int size = Math.abs(value);
        int low = size & 4095;
        int high = size >> 12;
        if (size == 0) {
            if (d != s) {
                a.mov(d, s);
            }
        } else if (size < 0 || high > 4095) {
            a.mov(CONSTANT, value).add(d, s, CONSTANT);
        } else if (value > 0) {
            if (high != 0) {
                a.addShifted(d, s, high);
            }
            if (low != 0) {
                a.add(d, high != 0 ? d : s, low);
            }
        } else {
            if (high != 0) {
                a.subShifted(d, s, high);
            }
            if (low != 0) {
                a.sub(d, high != 0 ? d : s, low);
            }
        }
    }

    @Override
    public void loadInt(Reg d, At place) {
        access(place, 4, (base, offset) -> a.ldrsw(x(d), base, offset));
    }

    @Override
    public void loadByte(Reg d, At place) {
        access(place, 1, (base, offset) -> a.ldrb(x(d), base, offset));
    }

    @Override
    public void loadByte(Reg d, Reg base, Reg index, int displacement) {
        if (displacement == 0) {
            a.ldrb(x(d), x(base), x(index));
        } else {
            add(ADDRESS, x(base), displacement);
            a.ldrb(x(d), ADDRESS, x(index));
        }
    }

    @Override
    public void loadSignedByte(Reg d, At place) {
        access(place, 1, (base, offset) -> a.ldrsb(x(d), base, offset));
    }

    @Override
    public void storeByte(At place, Reg s) {
        access(place, 1, (base, offset) -> a.strb(x(s), base, offset));
    }

    @Override
    public void copy(At to, At from, int bytes, Reg t) {
        int done = 0;
        for (; bytes - done >= 16; done += 16) {
            loadLow(0, from.plus(done), 16);
            storeLow(to.plus(done), 0, 16);
        }
        for (int unit = 8; unit >= 1; unit /= 2) {
            for (; bytes - done >= unit; done += unit) {
                copyUnit(to.plus(done), from.plus(done), unit, x(t));
            }
        }
    }

    private void copyUnit(At to, At from, int bytes, X t) {
        access(from, bytes, (base, offset) -> {
            switch (bytes) {
                case 8 -> a.ldr(t, base, offset);
                case 4 -> a.ldrw(t, base, offset);
                case 2 -> a.ldrh(t, base, offset);
                default -> a.ldrb(t, base, offset);
            }
        });
        access(to, bytes, (base, offset) -> {
            switch (bytes) {
                case 8 -> a.str(t, base, offset);
                case 4 -> a.strw(t, base, offset);
                case 2 -> a.strh(t, base, offset);
                default -> a.strb(t, base, offset);
            }
        });
    }

    @Override
    public void save(Reg r) {
        a.push(x(r));
    }

    @Override
    public void restore(Reg r) {
        a.pop(x(r));
    }

    // Control.

    @Override
    public void loop(Reg counter, int times, Runnable body) {
        if (times == 1) {
            body.run();
        } else if (times > 1) {
            set(counter, times);
            loop(counter, body);
        }
    }

    @Override
    public void loop(Reg counter, Runnable body) {
        var top = a.newLabel();
        a.bind(top);
        body.run();
        a.sub(x(counter), x(counter), 1).cbnz(x(counter), top);
    }

    @Override
    public void ret() {
        a.ret();
    }

    @Override
    public void begin(Label kernel) {
        a.align(64).bind(kernel);
    }

    @Override
    public void driver(Label entry, Label foreign, Label start) {
        A64Driver.emit(this, entry, foreign, start);
    }

    // Vectors and memory.

    private interface Access {
        void emit(X base, int offset);
    }

    /** An instruction on so many bytes of memory, after one or two that make its address where it cannot reach. */
    private void access(At place, int bytes, Access access) {
        X base = x(place.base());
        if (MemoryInstructions.reaches(place.displacement(), bytes)) {
            access.emit(base, place.displacement());
        } else {
            add(ADDRESS, base, place.displacement());
            access.emit(ADDRESS, 0);
        }
    }

    /** Loads the low end of a vector register; the rest becomes zero. */
    @Override
    void loadLow(int d, At place, int bytes) {
        access(place, bytes, (base, offset) -> a.ldr(new Scalar(d, bytes), base, offset));
    }

    @Override
    public void storeLow(At place, int s, int bytes) {
        access(place, bytes, (base, offset) -> a.str(new Scalar(s, bytes), base, offset));
    }

    @Override
    public void broadcast(int d, At place) {
        broadcast(V.s4(d), place);
    }

    @Override
    void broadcast(V d, At place) {
        if (place.displacement() == 0) {
            a.ld1r(d, x(place.base()));
        } else {
            add(ADDRESS, x(place.base()), place.displacement());
            a.ld1r(d, ADDRESS);
        }
    }

    /** A constant of 16 bytes, made in general registers. */
    void set(int d, byte[] bytes) {
        for (int i = 0; i < bytes.length; i += 4) {
            int word = (bytes[i] & 255)
                    | (bytes[i + 1] & 255) << 8
                    | (bytes[i + 2] & 255) << 16
                    | (bytes[i + 3] & 255) << 24;
            a.mov(CONSTANT, word).ins(V.s4(d), i / 4, CONSTANT);
        }
    }
}
