/**
 * What operators are: one record per operator and per file, with its attributes, their validation, and the inference
 * of result types. What an operator computes is defined by the kernel of the same name in {@code ops-reference}; which
 * file format it came from, and who runs it, is nobody's business here. Start with {@link dev.touchstone.op.Operator}.
 */
package dev.touchstone.op;
