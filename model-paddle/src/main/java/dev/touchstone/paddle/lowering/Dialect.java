package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Program;

/** Whose reading of the operators a program was written for; the two differ in what fused attributes mean. */
enum Dialect {
    /** A program as trained or exported: attributes that only optimised kernels read are ignored, as native Paddle does. */
    PADDLE,
    /** A program that Paddle Lite's optimiser wrote: bias and activation fused into convolutions count. */
    LITE;

    /** Paddle Lite writes into each operator which of its kernels was chosen. */
    private static final String KERNEL = "__@kernel_type_attr@__";

    static Dialect of(Program program) {
        return program.blocks().stream()
                        .flatMap(b -> b.ops().stream())
                        .anyMatch(op -> op.attributes().containsKey(KERNEL))
                ? LITE
                : PADDLE;
    }
}
