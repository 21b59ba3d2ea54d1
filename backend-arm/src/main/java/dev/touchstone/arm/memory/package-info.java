/** Memory of the operating system's and calls into machine code: the only place that touches either. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.arm.memory;
