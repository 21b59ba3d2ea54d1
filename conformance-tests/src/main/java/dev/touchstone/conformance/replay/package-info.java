/** Failures as files: one self-contained JSON file for a computation, which anybody can read and repeat. */
package dev.touchstone.conformance.replay;
