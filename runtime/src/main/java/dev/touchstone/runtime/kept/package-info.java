/** Models as they were compiled, in files that a later process loads. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.runtime.kept;
