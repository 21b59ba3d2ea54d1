package dev.touchstone.backend;

import java.util.List;

/** Whether a backend can work on this machine. */
public sealed interface Availability {
    /**
     * It can.
     *
     * @param facts what was found, one line each: device, driver, instruction set
     */
    record Available(List<String> facts) implements Availability {
        public Available {
            facts = List.copyOf(facts);
        }
    }

    /**
     * It cannot.
     *
     * @param reason what is missing
     * @param remedy what to do, as concrete as a command to paste
     */
    record Unavailable(String reason, String remedy) implements Availability {}
}
