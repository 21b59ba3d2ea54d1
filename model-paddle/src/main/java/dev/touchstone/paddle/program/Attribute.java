package dev.touchstone.paddle.program;

import java.util.List;

/** The value of an attribute as the file types it; reading it as what an operator expects is the lowering's business. */
public sealed interface Attribute {
    /** INT. */
    record Int(long value) implements Attribute {}

    /** LONG. The width is kept for writers; operators read it as they read {@link Int}. */
    record Wide(long value) implements Attribute {}

    /** FLOAT. */
    record Real(float value) implements Attribute {}

    /** BOOLEAN. */
    record Flag(boolean value) implements Attribute {}

    /** STRING. */
    record Text(String value) implements Attribute {}

    /** INTS. */
    record Ints(List<Long> values) implements Attribute {
        public Ints {
            values = List.copyOf(values);
        }
    }

    /** LONGS. The width is kept for writers; operators read them as they read {@link Ints}. */
    record Wides(List<Long> values) implements Attribute {
        public Wides {
            values = List.copyOf(values);
        }
    }

    /** FLOATS. */
    record Reals(List<Float> values) implements Attribute {
        public Reals {
            values = List.copyOf(values);
        }
    }

    /** BOOLEANS. */
    record Flags(List<Boolean> values) implements Attribute {
        public Flags {
            values = List.copyOf(values);
        }
    }

    /** STRINGS. */
    record Texts(List<String> values) implements Attribute {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** BLOCK: the index of a sub-block. */
    record SubBlock(int index) implements Attribute {}

    /** Any other type, by its AttrType number; an error only if an operator needs it. */
    record Opaque(int type) implements Attribute {}
}
