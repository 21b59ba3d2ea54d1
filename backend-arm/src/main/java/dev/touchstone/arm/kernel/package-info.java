/**
 * The kernels: machine code with sizes baked in, written once for all instruction sets. A kernel is a record; two layers
 * with equal records share their code.
 */
@org.jspecify.annotations.NullMarked
package dev.touchstone.arm.kernel;
