package dev.touchstone.backend.checkup;

import java.util.function.Function;

/**
 * One question about a machine.
 *
 * @param id stable and greppable: {@code device-node}
 * @param question what is looked at, in a few words: {@code device node of the NPU}
 * @param examination answers it; takes a fraction of a second, changes nothing, runs no program. What it throws becomes a
 *     finding that nothing can be told
 */
public record Check(String id, String question, Function<Machine, Finding> examination) {}
