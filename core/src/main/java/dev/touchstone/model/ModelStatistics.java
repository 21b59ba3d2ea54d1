package dev.touchstone.model;

import java.util.SortedMap;

/**
 * Numbers about a model.
 *
 * @param operators how often each operator type of the file format occurs
 * @param parameters number of parameter tensors
 * @param parameterElements elements of all parameters
 * @param parameterBytes bytes of all parameters as stored
 */
public record ModelStatistics(
        SortedMap<String, Integer> operators, int parameters, long parameterElements, long parameterBytes) {
    public ModelStatistics {
        operators = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(operators));
    }
}
