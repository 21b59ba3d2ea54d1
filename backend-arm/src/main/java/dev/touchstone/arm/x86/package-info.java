/**
 * An assembler for x86-64: the general instructions that loops need, and the vector instructions that integer networks
 * need, in VEX or EVEX encoding. A method is named like the mnemonic of Intel's manual (volume 2), operands in the
 * manual's order. Start with {@link dev.touchstone.arm.x86.X86Assembler}.
 */
package dev.touchstone.arm.x86;
