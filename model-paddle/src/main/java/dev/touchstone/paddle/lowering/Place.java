package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.ModelFormatException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.paddle.program.Op;

/** An operator's place in its program, and the errors that name it. */
record Place(String source, int block, int index, String type) {
    static Place of(String source, Op op) {
        return new Place(source, op.block(), op.index(), op.type());
    }

    /** {@code operator 3 (conv2d)}. */
    String operator() {
        return "operator " + index + " (" + type + ")";
    }

    /** {@code block 0, operator 3 (conv2d)}. */
    @Override
    public String toString() {
        return "block " + block + ", " + operator();
    }

    /** The program is not what the format or the operator's signature allows. */
    ModelFormatException malformed(String what) {
        return new ModelFormatException(source, this + ": " + what);
    }

    ModelFormatException malformed(String part, String what) {
        return new ModelFormatException(source, this + ", " + part + ": " + what);
    }

    /** The program is well-formed, but asks for what no lowering exists. */
    UnsupportedOperatorException unsupported(String what) {
        return new UnsupportedOperatorException(source + ": " + this + ": " + what);
    }

    UnsupportedOperatorException unsupported(String part, String what) {
        return new UnsupportedOperatorException(source + ": " + this + ", " + part + ": " + what);
    }

    /** A value or shape breaks the operator's rules. */
    InvalidGraphException invalid(String what) {
        return new InvalidGraphException(source + ": " + this + ": " + what);
    }

    /** The same faults, said of this operator. */
    InvalidGraphException invalid(InvalidGraphException faults) {
        return new InvalidGraphException(faults.faults().stream()
                .map(f -> source + ": " + this + ": " + f)
                .toList());
    }
}
