/**
 * The definition: one kernel per operator, its rules in its doc comment, its code in the order of the rules. A kernel
 * named {@code XKernel} defines the operator record {@code X}. Start with {@link dev.touchstone.reference.ReferenceBackend}.
 */
package dev.touchstone.reference;
