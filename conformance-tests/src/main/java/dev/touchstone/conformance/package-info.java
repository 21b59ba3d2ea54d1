/**
 * The conformance suite: for each rule of each kernel, cases drawn from a seed, run on a backend and compared with the
 * definition. Start with {@link dev.touchstone.conformance.BackendConformance}. A file {@code XCases} proves the operator
 * record {@code X}; what the rules mean is defined in {@code ops-reference}, not here.
 */
package dev.touchstone.conformance;
