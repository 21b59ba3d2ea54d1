/** How fast things are, measured by JMH. Nothing here is published, and no test asserts a time. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.benchmarks;
