package dev.touchstone.paddle.lowering;

import org.jspecify.annotations.Nullable;

/**
 * One definition of a variable. A variable that is written in place has several; each has a name of its own.
 *
 * @param name of the graph's value
 * @param range the largest magnitude that the model recorded for it, if any
 */
record Ref(String name, @Nullable Float range) {
    Ref(String name) {
        this(name, null);
    }
}
