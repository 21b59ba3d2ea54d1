/**
 * Whether a backend's results are right: equal to the definition's where the backend declares its arithmetic, inside an
 * interval computed exactly where its {@link dev.touchstone.backend.NumericProfile} leaves freedom; and which arithmetic
 * explains results that are wrong.
 */
package dev.touchstone.conformance.judge;
