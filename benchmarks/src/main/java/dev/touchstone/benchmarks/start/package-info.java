/** How long a command takes from its start to its end, against a Java program that does nothing. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.benchmarks.start;
