package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartitionTest {
    private static final int A = 0;
    private static final int B = 1;

    private static int[] from(int... inputs) {
        return inputs;
    }

    private static List<List<Integer>> parts(int[] owner, int[]... inputs) {
        return Partition.of(inputs, owner);
    }

    @Test
    void hasNoPartsWithoutNodes() {
        assertThat(Partition.of(new int[0][], new int[0])).isEmpty();
    }

    @Test
    void keepsWhatOneOwnerRunsTogether() {
        assertThat(parts(new int[] {A, A, A}, from(), from(0), from(1))).containsExactly(List.of(0, 1, 2));
    }

    @Test
    void cutsAChainWhereTheOwnerChanges() {
        assertThat(parts(new int[] {A, B, B, A}, from(), from(0), from(1), from(2)))
                .containsExactly(List.of(0), List.of(1, 2), List.of(3));
    }

    @Test
    void cutsADiamondWhoseOtherSideBelongsToSomebodyElse() {
        // 0 -> 1 (B) -> 3 and 0 -> 2 -> 3: with 3 in the part of 0 and 2, the path over 1 would leave it and come back.
        assertThat(parts(new int[] {A, B, A, A}, from(), from(0), from(0), from(1, 2)))
                .containsExactly(List.of(0, 2), List.of(1), List.of(3));
    }

    @Test
    void keepsADiamondThatStartsElsewhereInOnePart() {
        assertThat(parts(new int[] {B, A, A, A}, from(), from(0), from(0), from(1, 2)))
                .containsExactly(List.of(0), List.of(1, 2, 3));
    }

    @Test
    void doesNotWaitInACircleForTwoPairs() {
        // 0 (A) -> 1 (B) and 2 (B) -> 3 (A): {0, 3} and {1, 2} are convex each, but would wait for each other.
        var parts = parts(new int[] {A, B, B, A}, from(), from(0), from(), from(2));
        assertThat(parts).hasSize(3);
        assertRunnable(new int[][] {from(), from(0), from(), from(2)}, parts);
    }

    @Test
    void takesAnEarlyNodeIntoALaterPart() {
        // 0 (B) -> 1 (A), and 2 (A) that reads nothing: one part of A is enough.
        assertThat(parts(new int[] {B, A, A}, from(), from(0), from())).containsExactly(List.of(0), List.of(1, 2));
    }

    @Test
    void joinsBranchesOfOneOwnerThatDoNotTouch() {
        assertThat(parts(new int[] {A, A}, from(), from())).containsExactly(List.of(0, 1));
    }

    @Test
    void isCompleteRunnableConvexAndMaximalOnRandomGraphs() {
        for (long seed = 0; seed < 4000; seed++) {
            var random = new SplittableRandom(seed);
            int size = random.nextInt(1, 16);
            int owners = random.nextInt(1, 4);
            double density = random.nextDouble();
            var owner = new int[size];
            var inputs = new int[size][];
            for (int node = 0; node < size; node++) {
                owner[node] = random.nextInt(owners);
                inputs[node] = random.ints(node, 0, Math.max(1, node))
                        .filter(i -> random.nextDouble() < density)
                        .distinct()
                        .toArray();
            }
            var parts = Partition.of(inputs, owner);
            assertThat(parts.stream().flatMap(List::stream)).as("seed %s", seed).hasSize(size);
            assertThat(new HashSet<>(parts.stream().flatMap(List::stream).toList()))
                    .as("seed %s", seed)
                    .hasSize(size);
            for (var part : parts) {
                assertThat(part.stream().map(n -> owner[n]).distinct())
                        .as("seed %s", seed)
                        .hasSize(1);
                assertThat(part).as("seed %s", seed).isSorted();
            }
            assertRunnable(inputs, parts);
            assertThat(leavesAndReturns(inputs, parts)).as("seed %s", seed).isEmpty();
            assertThat(mergeable(inputs, owner, parts)).as("seed %s", seed).isEmpty();
        }
    }

    /** Each node reads only nodes of its own part or of parts that run before. */
    private static void assertRunnable(int[][] inputs, List<List<Integer>> parts) {
        var done = new HashSet<Integer>();
        for (var part : parts) {
            done.addAll(part);
            for (int node : part) {
                for (int input : inputs[node]) {
                    assertThat(done).contains(input);
                }
            }
        }
    }

    /** Paths between any two nodes, by Warshall's algorithm. */
    private static boolean[][] paths(int size, Iterable<int[]> edges) {
        var path = new boolean[size][size];
        edges.forEach(e -> path[e[0]][e[1]] = true);
        for (int via = 0; via < size; via++) {
            for (int from = 0; from < size; from++) {
                for (int to = 0; to < size; to++) {
                    path[from][to] |= path[from][via] && path[via][to];
                }
            }
        }
        return path;
    }

    private static List<int[]> edges(int[][] inputs) {
        var edges = new ArrayList<int[]>();
        for (int node = 0; node < inputs.length; node++) {
            for (int input : inputs[node]) {
                edges.add(new int[] {input, node});
            }
        }
        return edges;
    }

    private static List<String> leavesAndReturns(int[][] inputs, List<List<Integer>> parts) {
        var path = paths(inputs.length, edges(inputs));
        var found = new ArrayList<String>();
        for (var part : parts) {
            for (int outside = 0; outside < inputs.length; outside++) {
                int at = outside;
                if (!part.contains(at)
                        && part.stream().anyMatch(n -> path[n][at])
                        && part.stream().anyMatch(n -> path[at][n])) {
                    found.add(part + " around " + outside);
                }
            }
        }
        return found;
    }

    /** Pairs of parts of one owner whose merger would not close a circle, judged by looking for the circle. */
    private static List<String> mergeable(int[][] inputs, int[] owner, List<List<Integer>> parts) {
        var found = new ArrayList<String>();
        for (int a = 0; a < parts.size(); a++) {
            for (int b = a + 1; b < parts.size(); b++) {
                if (owner[parts.get(a).getFirst()] == owner[parts.get(b).getFirst()]
                        && !circularAfterMerging(inputs, parts, a, b)) {
                    found.add(parts.get(a) + " and " + parts.get(b));
                }
            }
        }
        return found;
    }

    private static boolean circularAfterMerging(int[][] inputs, List<List<Integer>> parts, int a, int b) {
        var partOf = new int[inputs.length];
        for (int part = 0; part < parts.size(); part++) {
            for (int node : parts.get(part)) {
                partOf[node] = part == b ? a : part;
            }
        }
        var between = edges(inputs).stream()
                .map(e -> new int[] {partOf[e[0]], partOf[e[1]]})
                .filter(e -> e[0] != e[1])
                .toList();
        var path = paths(parts.size(), between);
        for (int part = 0; part < parts.size(); part++) {
            if (path[part][part]) {
                return true;
            }
        }
        return false;
    }
}
