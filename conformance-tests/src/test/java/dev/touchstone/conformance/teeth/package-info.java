/**
 * Tests of the suite itself: backends that are the reference but for one fault each, and whether the suite notices by the
 * rule that the fault breaks. {@link dev.touchstone.conformance.teeth.Mutants} lists them all, {@link
 * dev.touchstone.conformance.teeth.KillTable} prints what became of them.
 */
package dev.touchstone.conformance.teeth;
