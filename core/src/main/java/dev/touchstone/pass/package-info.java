/**
 * Graph rewriting: pure functions from graph to graph, among them the precision passes. Start with
 * {@link dev.touchstone.pass.Precision}.
 */
package dev.touchstone.pass;
