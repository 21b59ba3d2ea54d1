/**
 * The rules of docs/architecture.md and of CONTRIBUTING.md as tests over all modules, and the generator of
 * docs/semantics.md. Start with {@link dev.touchstone.architecture.ModulesTest}. Nothing here is shipped.
 */
package dev.touchstone.architecture;
