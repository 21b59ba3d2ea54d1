package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fewer indices along an axis of an input or constant. Axes that must stay equal are found by trying: the one alone, with
 * one other of the same extent, with one in every other tensor. If the operator's attributes hold sizes too, they are
 * made simpler in the same step.
 */
final class SmallerShapes implements Reduction {
    /** One axis of an input or constant. */
    private record Site(String tensor, int axis, int extent) {}

    @Override
    public Stream<Computation> of(Computation computation) {
        var draft = Draft.of(computation);
        var sites = sites(draft);
        return sites.stream()
                .filter(s -> s.extent() > 1)
                .flatMap(site -> Pieces.kept(site.extent())
                        .flatMap(kept -> together(site, sites).flatMap(group -> smaller(draft, group, kept))));
    }

    private static List<Site> sites(Draft draft) {
        var sites = new ArrayList<Site>();
        draft.tensors()
                .forEach((name, tensor) -> IntStream.range(0, tensor.shape().rank())
                        .forEach(axis ->
                                sites.add(new Site(name, axis, tensor.shape().extent(axis)))));
        return sites;
    }

    /** Sets of axes that may have to change together, the site always among them. */
    private static Stream<List<Site>> together(Site site, List<Site> sites) {
        var equals = sites.stream()
                .filter(s -> !s.equals(site) && s.extent() == site.extent())
                .toList();
        var others =
                equals.stream().filter(s -> !s.tensor().equals(site.tensor())).toList();
        var sameAxis = others.stream().filter(s -> s.axis() == site.axis()).toList();
        return Stream.of(
                        Stream.of(List.of(site)),
                        others.stream().map(s -> List.of(site, s)),
                        Stream.of(joined(site, sameAxis), joined(site, firstOfEach(others)), joined(site, equals)))
                .flatMap(s -> s)
                .distinct();
    }

    private static List<Site> joined(Site site, List<Site> others) {
        return Stream.concat(Stream.of(site), others.stream()).toList();
    }

    private static List<Site> firstOfEach(List<Site> sites) {
        var first = new ArrayList<Site>();
        sites.stream()
                .filter(s -> first.stream().noneMatch(f -> f.tensor().equals(s.tensor())))
                .forEach(first::add);
        return first;
    }

    private static Stream<Computation> smaller(Draft draft, List<Site> group, int[] kept) {
        var changed = draft;
        for (var site : group) {
            var tensor = changed.tensors().get(site.tensor());
            if (tensor == null) {
                return Stream.empty();
            }
            changed = changed.with(site.tensor(), Pieces.select(tensor, site.axis(), kept));
        }
        var alone = changed.build();
        return alone.isPresent() ? alone.stream() : withSimplerAttributes(changed, group);
    }

    /** Nodes that read what has changed may say a size themselves. */
    private static Stream<Computation> withSimplerAttributes(Draft draft, List<Site> group) {
        return draft.graph().nodes().stream()
                .filter(n -> n.inputs().stream()
                        .anyMatch(v -> group.stream().anyMatch(s -> s.tensor().equals(v.name()))))
                .flatMap(n -> operators(n).map(o -> draft.with(n, o).build()))
                .flatMap(Optional::stream);
    }

    private static Stream<Operator> operators(Node node) {
        return SimplerRecords.of((Record) node.operator()).map(Operator.class::cast);
    }
}
