/**
 * From a graph to a list of kernel calls, one step a file: {@link dev.touchstone.arm.compile.Forms} and {@link
 * dev.touchstone.arm.compile.Layouts} say how tensors are stored, {@link dev.touchstone.arm.compile.Fusion} which nodes
 * are computed together, the {@code ...Stages} which kernels compute them, {@link
 * dev.touchstone.arm.compile.BufferPlan} where tensors lie, and {@link dev.touchstone.arm.compile.ProgramWriter} puts it
 * all into machine code.
 */
@org.jspecify.annotations.NullMarked
package dev.touchstone.arm.compile;
