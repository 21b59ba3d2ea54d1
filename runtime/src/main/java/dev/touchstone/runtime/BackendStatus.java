package dev.touchstone.runtime;

import java.util.List;

/** What became of a provider that was found. */
public sealed interface BackendStatus {
    /**
     * It can be used.
     *
     * @param facts what it found, one line each: device, driver, instruction set
     */
    record Available(List<String> facts) implements BackendStatus {
        public Available {
            facts = List.copyOf(facts);
        }

        @Override
        public String toString() {
            return facts.isEmpty() ? "available" : "available: " + String.join("; ", facts);
        }
    }

    /**
     * It works, but not on this machine.
     *
     * @param reason what is missing
     * @param remedy what to do about it
     */
    record Unavailable(String reason, String remedy) implements BackendStatus {
        @Override
        public String toString() {
            return "unavailable: " + reason + (remedy.isEmpty() ? "" : "; " + remedy);
        }
    }

    /**
     * It does not keep the rules of a provider: it cannot be loaded or made, or a method failed.
     *
     * @param what what failed and how
     */
    record Broken(String what) implements BackendStatus {
        @Override
        public String toString() {
            return "broken: " + what;
        }
    }

    /**
     * Another provider has the same name and is used instead.
     *
     * @param by the class of the other one
     * @param why what decided, and how to change it
     */
    record Shadowed(String by, String why) implements BackendStatus {
        @Override
        public String toString() {
            return "shadowed by " + by + ": " + why;
        }
    }
}
