package dev.touchstone.report;

import java.util.List;

/** Names with their values, one pair a line. */
public record Facts(List<Fact> facts) implements Block {
    /** One name with its value. */
    public record Fact(String name, String value) {}

    /** Copies the list. */
    public Facts {
        facts = List.copyOf(facts);
    }

    /** Facts in the order given. */
    public static Facts of(Fact... facts) {
        return new Facts(List.of(facts));
    }
}
