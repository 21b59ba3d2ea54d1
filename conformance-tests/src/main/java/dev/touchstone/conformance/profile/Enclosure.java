package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Bounds;
import dev.touchstone.conformance.oracle.CoefficientErrors;
import dev.touchstone.conformance.oracle.NodeOracle;
import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The int8 results that a profile admits for one output, in exact arithmetic: for each way in which results may end, the
 * least and the largest code of each element. A backend rounds in one way; so its results must lie between the codes of
 * one ending, all of them.
 */
public final class Enclosure {
    /** What one ending admits, for each of the places that are judged. */
    private record Ended(Arithmetic ending, int[] least, int[] most) {
        boolean admits(int place, double code) {
            return code >= least[place] && code <= most[place];
        }

        int outside(double[] codes) {
            int count = 0;
            for (int i = 0; i < codes.length; i++) {
                count += admits(i, codes[i]) ? 0 : 1;
            }
            return count;
        }
    }

    private final Places places;
    private final List<Ended> ends;

    private Enclosure(Places places, List<Ended> ends) {
        this.places = places;
        this.ends = ends;
    }

    /**
     * What is admitted for each output.
     *
     * @param places of each output that are judged
     */
    static List<Enclosure> of(Freedom freedom, Node node, List<Tensor> operands, List<Places> places) {
        var oracle = new NodeOracle(node, operands);
        var ends = new ArrayList<List<Ended>>();
        node.outputs().forEach(o -> ends.add(new ArrayList<>()));
        List<Bounds[]> hulls = List.of();
        for (var ending : freedom.endings()) {
            if (hulls.isEmpty() || freedom.roundsInside()) {
                hulls = hulls(freedom.before(ending), oracle, places);
                if (freedom.roundsCoefficients()) {
                    hulls = List.<Bounds[]>of(
                            CoefficientErrors.widen(node, operands, places.getFirst()::at, hulls.getFirst()));
                }
            }
            for (int i = 0; i < hulls.size(); i++) {
                ends.get(i).add(ended(ending, hulls.get(i)));
            }
        }
        return IntStream.range(0, ends.size())
                .mapToObj(i -> new Enclosure(places.get(i), ends.get(i)))
                .toList();
    }

    /** Rounding never reverses an order, so that the codes of the least and the largest steps enclose all others. */
    private static Ended ended(Arithmetic ending, Bounds[] hull) {
        var least = new int[hull.length];
        var most = new int[hull.length];
        Arrays.setAll(least, i -> ending.code(hull[i].least()));
        Arrays.setAll(most, i -> ending.code(hull[i].most()));
        return new Ended(ending, least, most);
    }

    private static List<Bounds[]> hulls(List<Arithmetic> arithmetics, NodeOracle oracle, List<Places> places) {
        var hulls = new ArrayList<Bounds[]>();
        for (var arithmetic : arithmetics) {
            var all = oracle.steps(arithmetic);
            for (int i = 0; i < all.size(); i++) {
                var steps = new Bounds[places.get(i).count()];
                for (int e = 0; e < steps.length; e++) {
                    steps[e] = all.get(i).at(places.get(i).at(e));
                }
                if (hulls.size() <= i) {
                    hulls.add(steps);
                } else {
                    var hull = hulls.get(i);
                    Arrays.setAll(hull, e -> hull[e].with(steps[e]));
                }
            }
        }
        return hulls;
    }

    /** Whether some ending admits the code of this element, or the element is not judged. */
    public boolean admits(int index, double code) {
        int place = places.of(index);
        return place < 0 || ends.stream().anyMatch(e -> e.admits(place, code));
    }

    /** What is admitted for this element, which is judged: {@code 3}, or {@code 3 to 4}. */
    public String text(int index) {
        int place = places.of(index);
        int least = ends.stream().mapToInt(e -> e.least[place]).min().orElseThrow();
        int most = ends.stream().mapToInt(e -> e.most[place]).max().orElseThrow();
        return least == most ? Integer.toString(least) : least + " to " + most;
    }

    /** Whether one ending admits all codes that are judged together. */
    public boolean admitsTogether(double[] codes) {
        var judged = places.of(codes);
        return ends.stream().anyMatch(e -> e.outside(judged) == 0);
    }

    /**
     * How codes depart from the ending that admits most of them.
     *
     * @param all codes of all elements, judged or not
     */
    public Drift drift(double[] all) {
        var codes = places.of(all);
        var best = ends.stream()
                .min(Comparator.comparingInt(e -> e.outside(codes)))
                .orElseThrow();
        int high = 0;
        int low = 0;
        double sum = 0;
        double least = 0;
        double most = 0;
        for (int i = 0; i < codes.length; i++) {
            high += codes[i] > best.most[i] ? 1 : 0;
            low += codes[i] < best.least[i] ? 1 : 0;
            double middle = (best.least[i] + best.most[i]) / 2.0;
            sum += codes[i] - middle;
            least += best.least[i] - middle;
            most += best.most[i] - middle;
        }
        int n = codes.length;
        return new Drift(best.ending.rounding().name(), n, high, low, sum / n, least / n, most / n);
    }
}
