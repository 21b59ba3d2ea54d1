package dev.touchstone.conformance;

/** What a case does. */
public sealed interface CaseBody permits Computation, Judgement, Check {}
