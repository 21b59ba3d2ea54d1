/** What assemblers of all processors share: bytes, labels and their fix-ups. */
package dev.touchstone.arm.asm;
