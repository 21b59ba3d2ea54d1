package dev.touchstone.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Where cases come from: an operator's file, somebody else's goldens, the service interface. Immutable, thread-safe. */
public interface CaseSource {
    /** Short, unique, the part of every id before the separator; for operators the operator's name. */
    String name();

    /** The rules that its cases test, each once. */
    List<Rule> rules();

    /** All cases in a fixed order. Listing them is cheap: their bodies are made later, one by one. */
    Stream<ConformanceCase> cases();
}
