package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Makes a {@link Program}: places the nodes, cuts the graph, compiles the parts, plans the buffers between them. */
final class ProgramCompiler {
    private final OpenBackends backends;
    private final boolean strict;

    ProgramCompiler(OpenBackends backends, boolean strict) {
        this.backends = backends;
        this.strict = strict;
    }

    /** A subgraph and the index of its backend. */
    private record Part(int owner, Graph graph) {
        List<Node> nodes() {
            return graph.nodes();
        }
    }

    /**
     * Compiles a graph.
     *
     * @param marks which nodes the model's file keeps from which backends, if its will counts
     * @param everything whether every value is to be had, for observers, not only the outputs
     * @throws dev.touchstone.UnsupportedOperatorException if a node is supported by no backend
     * @throws StrictPlacementException if a node is not supported by the first and strict is set
     * @throws BackendException if a backend fails to compile
     */
    Program compile(Graph graph, Optional<MarkedNodes> marks, boolean everything) {
        var placed = Placer.place(graph, backends, marks);
        var groups = Partition.of(
                graph, placed.owner().stream().mapToInt(Integer::intValue).toArray());
        var parts = new ArrayList<Part>();
        for (var group : groups) {
            var nodes = group.stream().map(graph.nodes()::get).toList();
            var name = groups.size() == 1 ? graph.name() : graph.name() + "." + parts.size();
            parts.add(new Part(placed.owner().get(group.getFirst()), Subgraph.of(graph, name, nodes, everything)));
        }
        var transfers = transfers(parts);
        var placement = placement(graph, placed, groups, parts, transfers);
        if (strict && !placement.fallbacks().isEmpty()) {
            throw new StrictPlacementException(graph.name(), graph.nodes().size(), placement.fallbacks());
        }
        var steps = new ArrayList<Step>();
        try {
            for (int i = 0; i < parts.size(); i++) {
                transfers.get(i).forEach(t -> steps.add(new Step.Transfer(t)));
                if (!parts.get(i).graph().outputs().isEmpty()) {
                    steps.add(compile(parts.get(i)));
                }
            }
        } catch (RuntimeException | Error e) {
            close(steps);
            throw e;
        }
        var plan = everything ? BufferPlan.of(List.of()) : BufferPlan.of(lifetimes(graph, parts));
        return new Program(graph.inputs(), graph.outputs(), placement, steps, plan);
    }

    private String name(int owner) {
        return backends.names().get(owner);
    }

    private Placement placement(
            Graph graph,
            Placer placed,
            List<List<Integer>> groups,
            List<Part> parts,
            List<List<Placement.Transfer>> transfers) {
        var partOf = new int[graph.nodes().size()];
        for (int part = 0; part < groups.size(); part++) {
            for (int node : groups.get(part)) {
                partOf[node] = part;
            }
        }
        var rows = new ArrayList<Placement.Row>();
        for (int i = 0; i < partOf.length; i++) {
            var node = graph.nodes().get(i);
            rows.add(new Placement.Row(
                    node.name(),
                    node.operator().name(),
                    name(placed.owner().get(i)),
                    partOf[i],
                    placed.refusals().get(i)));
        }
        return new Placement(
                backends.names(),
                rows,
                parts.stream()
                        .map(p -> new Placement.Part(
                                name(p.owner()),
                                p.nodes().stream().map(Node::name).toList()))
                        .toList(),
                transfers.stream().flatMap(List::stream).toList(),
                backends.places());
    }

    /** For each part the tensors that come from another backend and have not come to this one before. */
    private List<List<Placement.Transfer>> transfers(List<Part> parts) {
        record Arrival(String value, int owner) {}
        var all = new ArrayList<List<Placement.Transfer>>();
        var source = new HashMap<String, Integer>();
        var arrived = new HashSet<Arrival>();
        for (var part : parts) {
            var before = new ArrayList<Placement.Transfer>();
            for (var value : part.graph().inputs()) {
                var from = source.get(value.name());
                if (from != null && from != part.owner() && arrived.add(new Arrival(value.name(), part.owner()))) {
                    before.add(
                            new Placement.Transfer(value.name(), value.type().bytes(), name(from), name(part.owner())));
                }
            }
            part.graph().outputs().forEach(v -> source.put(v.name(), part.owner()));
            all.add(before);
        }
        return all;
    }

    private Step.Compute compile(Part part) {
        var named = backends.list().get(part.owner());
        CompiledGraph compiled;
        try {
            compiled = named.backend().compile(part.graph());
        } catch (TouchstoneException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BackendException(named.name(), part.graph() + " could not be compiled: " + e, e);
        }
        return Step.Compute.of(named, part.graph(), compiled);
    }

    private static void close(List<Step> steps) {
        for (var step : steps) {
            if (step instanceof Step.Compute compute) {
                compute.compiled().close();
            }
        }
    }

    /** When each tensor that goes from part to part is needed; the outputs of the whole graph are the caller's. */
    private static List<BufferPlan.Lifetime> lifetimes(Graph graph, List<Part> parts) {
        var last = new HashMap<String, Integer>();
        for (int i = 0; i < parts.size(); i++) {
            for (var value : parts.get(i).graph().inputs()) {
                last.put(value.name(), i);
            }
        }
        var lifetimes = new ArrayList<BufferPlan.Lifetime>();
        for (int i = 0; i < parts.size(); i++) {
            for (var value : parts.get(i).graph().outputs()) {
                var end = last.get(value.name());
                if (end != null && !graph.isOutput(value)) {
                    lifetimes.add(
                            new BufferPlan.Lifetime(value.name(), value.type().bytes(), i, end));
                }
            }
        }
        return lifetimes;
    }
}
