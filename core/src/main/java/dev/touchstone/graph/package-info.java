/**
 * What is computed in which order: immutable graphs of operators. Start with {@link dev.touchstone.graph.Graph}; make
 * one with {@link dev.touchstone.graph.GraphBuilder}.
 */
package dev.touchstone.graph;
