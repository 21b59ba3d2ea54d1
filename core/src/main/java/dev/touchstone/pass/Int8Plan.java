package dev.touchstone.pass;

import java.util.Map;
import java.util.Set;

/**
 * What becomes int8 in a graph of explicit scales.
 *
 * @param scales of the tensors that are stored as int8 when a node on integers makes them; where a reader states its own
 *     scale, that one counts for the reader
 * @param integers names of the nodes that compute on int8
 */
record Int8Plan(Map<String, Float> scales, Set<String> integers) {}
