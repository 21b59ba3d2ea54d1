package dev.touchstone.backend.checkup;

import java.util.List;

/**
 * The answer to a {@link Check}.
 *
 * @param found what there is, or why nothing can be told
 * @param expected what there should be; empty if that is what was found
 * @param remedy what to do, as concrete as a command to paste with the machine's real paths; empty if nothing
 * @param evidence what the answer rests on, one line each: files, values
 */
public record Finding(State state, String found, String expected, String remedy, List<String> evidence) {
    /** How it is. */
    public enum State {
        /** As it should be. */
        OK,
        /** The backend will not work, or not well, until somebody does something. */
        WRONG,
        /** What would have to be looked at is not there, not readable or not known. */
        CANNOT_TELL
    }

    public Finding {
        evidence = List.copyOf(evidence);
    }

    /** All is well. */
    public static Finding ok(String found) {
        return new Finding(State.OK, found, "", "", List.of());
    }

    /** Something must be done. */
    public static Finding wrong(String found, String expected, String remedy) {
        return new Finding(State.WRONG, found, expected, remedy, List.of());
    }

    /** Nothing can be told; the remedy, if there is one, is how to find out. */
    public static Finding cannotTell(String why, String remedy) {
        return new Finding(State.CANNOT_TELL, why, "", remedy, List.of());
    }

    /** The same with what it rests on. */
    public Finding with(List<String> newEvidence) {
        return new Finding(state, found, expected, remedy, newEvidence);
    }
}
