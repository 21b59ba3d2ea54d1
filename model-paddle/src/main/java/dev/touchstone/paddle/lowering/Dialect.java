package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Subgraphs;
import java.util.Set;

/** Whose reading of the operators a program was written for; the two differ in what fused attributes mean. */
enum Dialect {
    /** A program as trained or exported: attributes that only optimised kernels read are ignored, as native Paddle does. */
    PADDLE,
    /**
     * A program that Paddle Lite's optimiser wrote: bias and activation fused into convolutions count, scales stand in
     * attributes, variables are used again.
     */
    LITE;

    /** Operators whose kernel says where a program was partitioned, not how it was rewritten. */
    private static final Set<String> PARTITION = Set.of("feed", "fetch", Subgraphs.TYPE);

    /** Judges a program as it was read, with its parts in blocks of their own. */
    static Dialect of(Program program) {
        return program.blocks().stream().flatMap(b -> b.ops().stream()).anyMatch(Dialect::hasKernel) ? LITE : PADDLE;
    }

    private static boolean hasKernel(Op op) {
        return op.attributes().containsKey(Subgraphs.KERNEL) && !PARTITION.contains(op.type());
    }
}
