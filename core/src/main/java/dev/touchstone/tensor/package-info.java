/**
 * Typed, shaped data: what flows along the edges of a graph. Start with {@link dev.touchstone.tensor.Tensor}. Nothing
 * here computes.
 */
package dev.touchstone.tensor;
