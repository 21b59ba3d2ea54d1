/**
 * Whether a backend's results are right: equal to the definition's, or near enough to an oracle whose float32 arithmetic
 * is not stated. Whole computations, single layers of them, and parts fed by the definition.
 */
package dev.touchstone.conformance.judge;
