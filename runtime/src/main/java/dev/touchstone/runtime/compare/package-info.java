/** Two ways of computing one model, compared tensor by tensor: where they differ, by how much, and whose fault it is. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.runtime.compare;
