package dev.touchstone.arm.x86;

/**
 * How a vector instruction is encoded.
 *
 * @param map 1 for 0F, 2 for 0F38, 3 for 0F3A
 * @param prefix 0 for none, 1 for 66, 2 for F3, 3 for F2
 * @param w the W bit
 * @param tuple how much memory an operand covers: EVEX scales short displacements by it
 */
record Opcode(int map, int prefix, int w, int opcode, Tuple tuple) {
    /** Size of a memory operand. */
    enum Tuple {
        FULL,
        HALF,
        QUARTER,
        XMM,
        QWORD,
        DWORD,
        BYTE;

        /** In bytes, for vectors of the given size. */
        int bytes(int vectorBytes) {
            return switch (this) {
                case FULL -> vectorBytes;
                case HALF -> vectorBytes / 2;
                case QUARTER -> vectorBytes / 4;
                case XMM -> 16;
                case QWORD -> 8;
                case DWORD -> 4;
                case BYTE -> 1;
            };
        }
    }

    /** The same instruction with another W bit: scalar doubles have it only in EVEX. */
    Opcode withW(int bit) {
        return new Opcode(map, prefix, bit, opcode, tuple);
    }
}
