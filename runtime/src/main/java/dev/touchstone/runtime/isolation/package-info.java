/**
 * Backends in processes of their own: the protocol, the host that serves a backend, and the client that looks like the
 * backend. docs/isolation.md describes the bytes. Nothing here chooses backends or knows sessions.
 */
package dev.touchstone.runtime.isolation;
