/**
 * The int8 rules once more, in exact rational arithmetic and one output element at a time: what the reference's kernels
 * are checked against. Shares no code with the kernels or with the suite's judging, and computes with no float or double:
 * a float32 or double of a rule is a fraction that is rounded to 24 or 53 bits. Start with {@link
 * dev.touchstone.conformance.oracle.Oracle}; one file for each family of operators.
 */
package dev.touchstone.conformance.oracle;
