/** Native Paddle as an independent witness in tests. Its library runs in a process of its own. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.nativepaddle;
