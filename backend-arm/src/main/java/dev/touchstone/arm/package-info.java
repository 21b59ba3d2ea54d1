/**
 * The backend {@code arm}: int8 networks as machine code for the host CPU. {@link
 * dev.touchstone.arm.ArmBackendProvider} is the way in; docs/codegen.md tells how it works.
 */
@org.jspecify.annotations.NullMarked
package dev.touchstone.arm;
