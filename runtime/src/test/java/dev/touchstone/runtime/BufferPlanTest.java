package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runtime.BufferPlan.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BufferPlanTest {
    @Test
    void needsNothingForNoTensors() {
        assertThat(BufferPlan.of(List.of()).bytes()).isZero();
    }

    @Test
    void givesTheMemoryOfOneThatIsOverToOneThatBegins() {
        var plan = BufferPlan.of(List.of(new Lifetime("a", 100, 0, 1), new Lifetime("b", 90, 2, 3)));
        assertThat(plan.offsets()).containsEntry("a", 0L).containsEntry("b", 0L);
        assertThat(plan.bytes()).isEqualTo(100);
    }

    @Test
    void keepsApartWhatAStepReadsAndWhatItWrites() {
        var plan = BufferPlan.of(List.of(new Lifetime("a", 100, 0, 1), new Lifetime("b", 90, 1, 2)));
        assertThat(plan.offsets()).containsEntry("a", 0L).containsEntry("b", 128L);
        assertThat(plan.bytes()).isEqualTo(218);
    }

    @Test
    void fillsAGapThatIsWideEnough() {
        // 300 bytes and 100 bytes live throughout; 200 bytes in the middle fit neither below nor between.
        var plan = BufferPlan.of(List.of(
                new Lifetime("long", 300, 0, 5), new Lifetime("early", 200, 0, 1), new Lifetime("late", 150, 2, 5)));
        assertThat(plan.offsets())
                .containsEntry("long", 0L)
                .containsEntry("early", 320L)
                .containsEntry("late", 320L);
    }

    @Test
    void neverLetsTwoThatAreNeededAtOneTimeOverlap() {
        for (long seed = 0; seed < 1000; seed++) {
            var random = new SplittableRandom(seed);
            var lifetimes = new ArrayList<Lifetime>();
            int count = random.nextInt(1, 30);
            for (int i = 0; i < count; i++) {
                int first = random.nextInt(20);
                lifetimes.add(new Lifetime("t" + i, random.nextInt(1, 1000), first, first + random.nextInt(5)));
            }
            var plan = BufferPlan.of(lifetimes);
            for (var one : lifetimes) {
                long start = offset(plan, one);
                assertThat(start % BufferPlan.ALIGNMENT).as("seed %s", seed).isZero();
                assertThat(start + one.bytes()).as("seed %s", seed).isLessThanOrEqualTo(plan.bytes());
                for (var other : lifetimes) {
                    boolean together = false;
                    for (int step = 0; step < 25; step++) {
                        together |= one.first() <= step
                                && step <= one.last()
                                && other.first() <= step
                                && step <= other.last();
                    }
                    if (!one.equals(other) && together) {
                        long otherStart = offset(plan, other);
                        assertThat(start + one.bytes() <= otherStart || otherStart + other.bytes() <= start)
                                .as("seed %s: %s at %s, %s at %s", seed, one, start, other, otherStart)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static long offset(BufferPlan plan, Lifetime lifetime) {
        return plan.offsets().getOrDefault(lifetime.name(), -1L);
    }
}
