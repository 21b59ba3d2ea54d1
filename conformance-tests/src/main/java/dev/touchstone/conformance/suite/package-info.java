/**
 * The whole suite: which sources there are, what a user selects of them, a run of the selection on a backend, and what
 * it proves rule by rule. Start with {@link dev.touchstone.conformance.suite.Suite} and
 * {@link dev.touchstone.conformance.suite.SuiteRun}.
 */
package dev.touchstone.conformance.suite;
