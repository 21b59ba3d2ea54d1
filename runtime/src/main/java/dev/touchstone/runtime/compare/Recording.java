package dev.touchstone.runtime.compare;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one run computed.
 *
 * @param tensors by name; inputs included
 * @param nodes that computed them, by tensor
 */
record Recording(Map<String, Tensor> tensors, Map<String, Node> nodes) {
    private static final String CODES = ".int8";

    static Recording of(Session session, List<Tensor> inputs) {
        var tensors = new LinkedHashMap<String, Tensor>();
        var nodes = new LinkedHashMap<String, Node>();
        var endpoints = session.model().inputs();
        for (int i = 0; i < endpoints.size(); i++) {
            tensors.put(endpoints.get(i).name(), inputs.get(i));
        }
        session.run(inputs, RunOptions.defaults().withObserver((Node node, Value value, Tensor tensor) -> {
            tensors.put(value.name(), tensor);
            nodes.put(value.name(), node);
        }));
        return new Recording(tensors, nodes);
    }

    /** A tensor by its name; the codes that a pass makes of a tensor, {@code x.int8}, by the tensor's. */
    Optional<Tensor> find(String name) {
        var own = tensors.get(name);
        return Optional.ofNullable(
                own == null && name.endsWith(CODES)
                        ? tensors.get(name.substring(0, name.length() - CODES.length()))
                        : own);
    }
}
