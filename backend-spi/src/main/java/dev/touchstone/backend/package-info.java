/**
 * The service interface of backends. To write one, implement {@link dev.touchstone.backend.BackendProvider},
 * {@link dev.touchstone.backend.Backend} and {@link dev.touchstone.backend.CompiledGraph}; placement, caching by shape,
 * profiling and isolation are the runtime's business.
 */
package dev.touchstone.backend;
