/**
 * From a model to its results: finding backends, deciding which of them runs what, compiling for input shapes, running.
 * Start with {@link dev.touchstone.runtime.Session}. Nothing here computes or reads a file.
 */
package dev.touchstone.runtime;
