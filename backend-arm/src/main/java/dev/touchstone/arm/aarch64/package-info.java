/**
 * An assembler for AArch64: the general instructions that loops need, and the Advanced SIMD instructions that networks
 * need. A method is named like the mnemonic of Arm's manual (DDI 0487), operands in the manual's order. Start with
 * {@link dev.touchstone.arm.aarch64.A64Assembler}; {@link dev.touchstone.arm.aarch64.A64Machine} is what kernels see of it.
 */
@org.jspecify.annotations.NullMarked
package dev.touchstone.arm.aarch64;
