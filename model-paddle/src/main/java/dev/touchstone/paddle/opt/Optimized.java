package dev.touchstone.paddle.opt;

import dev.touchstone.paddle.program.Program;
import java.util.List;

/**
 * A program with marks, and what was decided.
 *
 * @param program computes what the original computes, to the bit
 * @param decisions one for each operator that computes, in program order; those that only carry scales are left out
 * @param parts how many parts a neural processor is to run
 */
public record Optimized(Program program, List<Decision> decisions, int parts) {
    public Optimized {
        decisions = List.copyOf(decisions);
    }

    /** How many operators are marked for a target. */
    public long count(Target target) {
        return decisions.stream().filter(d -> d.target() == target).count();
    }
}
