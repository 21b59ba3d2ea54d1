/**
 * Which arithmetic a backend computes in: what a declared {@link dev.touchstone.backend.NumericProfile} admits, in exact
 * numbers, which arithmetic explains results that are not admitted, and data on which any two of the known ones differ.
 */
package dev.touchstone.conformance.profile;
