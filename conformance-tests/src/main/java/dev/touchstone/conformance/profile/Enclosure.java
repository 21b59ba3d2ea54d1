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

/**
 * The int8 results that a profile admits for one output, in exact arithmetic: for each way in which results may end, the
 * least and the largest code of each element. A backend rounds in one way; so its results must lie between the codes of
 * one ending, all of them.
 */
public final class Enclosure {
    /** What one ending admits. */
    private record Ended(Arithmetic ending, int[] least, int[] most) {
        boolean admits(int index, double code) {
            return code >= least[index] && code <= most[index];
        }

        int outside(double[] codes) {
            int count = 0;
            for (int i = 0; i < codes.length; i++) {
                count += admits(i, codes[i]) ? 0 : 1;
            }
            return count;
        }
    }

    private final List<Ended> ends;

    private Enclosure(List<Ended> ends) {
        this.ends = ends;
    }

    static List<Enclosure> of(Freedom freedom, Node node, List<Tensor> operands) {
        var oracle = new NodeOracle(node, operands);
        var ends = new ArrayList<List<Ended>>();
        node.outputs().forEach(o -> ends.add(new ArrayList<>()));
        List<Bounds[]> hulls = List.of();
        for (var ending : freedom.endings()) {
            if (hulls.isEmpty() || freedom.roundsInside()) {
                hulls = hulls(freedom.before(ending), oracle);
                if (freedom.roundsCoefficients()) {
                    hulls = List.<Bounds[]>of(CoefficientErrors.widen(node, operands, hulls.getFirst()));
                }
            }
            for (int i = 0; i < hulls.size(); i++) {
                ends.get(i).add(ended(ending, hulls.get(i)));
            }
        }
        return ends.stream().map(Enclosure::new).toList();
    }

    /** Rounding never reverses an order, so that the codes of the least and the largest steps enclose all others. */
    private static Ended ended(Arithmetic ending, Bounds[] hull) {
        var least = new int[hull.length];
        var most = new int[hull.length];
        Arrays.setAll(least, i -> ending.code(hull[i].least()));
        Arrays.setAll(most, i -> ending.code(hull[i].most()));
        return new Ended(ending, least, most);
    }

    private static List<Bounds[]> hulls(List<Arithmetic> arithmetics, NodeOracle oracle) {
        var hulls = new ArrayList<Bounds[]>();
        for (var arithmetic : arithmetics) {
            var all = oracle.steps(arithmetic);
            for (int i = 0; i < all.size(); i++) {
                var steps = new Bounds[all.get(i).size()];
                for (int e = 0; e < steps.length; e++) {
                    steps[e] = all.get(i).at(e);
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

    /** Whether some ending admits the code at this place. */
    public boolean admits(int index, double code) {
        return ends.stream().anyMatch(e -> e.admits(index, code));
    }

    /** What is admitted at this place: {@code 3}, or {@code 3 to 4}. */
    public String text(int index) {
        int least = ends.stream().mapToInt(e -> e.least[index]).min().orElseThrow();
        int most = ends.stream().mapToInt(e -> e.most[index]).max().orElseThrow();
        return least == most ? Integer.toString(least) : least + " to " + most;
    }

    /** Whether one ending admits all codes together. */
    public boolean admitsTogether(double[] codes) {
        return ends.stream().anyMatch(e -> e.outside(codes) == 0);
    }

    /** How codes depart from the ending that admits most of them. */
    public Drift drift(double[] codes) {
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
