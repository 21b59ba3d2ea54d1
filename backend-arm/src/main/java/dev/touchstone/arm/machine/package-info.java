/**
 * What kernels need of an instruction set: {@link dev.touchstone.arm.machine.Machine} and its operands. A new
 * instruction set implements this and touches no kernel.
 */
@org.jspecify.annotations.NullMarked
package dev.touchstone.arm.machine;
