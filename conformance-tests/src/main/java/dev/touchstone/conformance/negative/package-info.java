/**
 * What must be refused: graphs made invalid by one change ({@link dev.touchstone.conformance.negative.Mutator}), and
 * operators that break a rule ({@link dev.touchstone.conformance.negative.InvalidOperator}). Nothing here computes.
 */
package dev.touchstone.conformance.negative;
