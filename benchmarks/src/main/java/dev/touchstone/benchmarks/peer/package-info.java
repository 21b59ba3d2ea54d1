/** The same network in another engine, timed side by side with ours in one process. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.benchmarks.peer;
