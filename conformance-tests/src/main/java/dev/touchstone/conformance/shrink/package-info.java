/**
 * Makes failures small: of a computation that a backend gets wrong, the smallest one found that it still gets wrong.
 * Start with {@link dev.touchstone.conformance.shrink.Shrinker}. Nothing here knows rules, suites or files.
 */
package dev.touchstone.conformance.shrink;
