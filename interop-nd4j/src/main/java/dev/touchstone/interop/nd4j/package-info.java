/**
 * Tensors from and to the arrays of ND4J, for applications that compute with both. Knows {@code core} and ND4J's API, and
 * nothing of graphs, backends or models. Start with {@link dev.touchstone.interop.nd4j.NdArrays}.
 */
@org.jspecify.annotations.NullMarked
package dev.touchstone.interop.nd4j;
