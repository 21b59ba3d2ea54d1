package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Data on which arithmetics differ. Random data hardly tell them apart: only results within a rounding error of the middle
 * between two codes do, so each case puts its results exactly there, by scales whose quotient is known:
 *
 * <ul>
 *   <li>a factor of one half, or one over an even number, makes every so many sums a tie, on both sides of zero
 *   <li>factors like 0.1 and 0.7 make ties and integers of float32 products that the exact products miss by less than a
 *       rounding error, on either side; one
 *       over 6, 10, 14 those that a fixed-point factor misses
 *   <li>scales whose float32 product is rounded up make factors that depend on how they are put together
 *   <li>a bias that cancels a product leaves the rounding error of that product
 *   <li>large samples of ordinary data show a drift that no single result shows
 * </ul>
 */
public final class SeparatingCases implements CaseSource {
    private record Separating(Rule rule, Computation computation) {}

    private static final List<Separating> CASES = made();

    /** A source without choices. */
    public SeparatingCases() {}

    private static List<Separating> made() {
        var cases = new ArrayList<Separating>();
        products(cases);
        biases(cases);
        activations(cases);
        windows(cases);
        elementwise(cases);
        factors(cases);
        tables(cases);
        samples(cases);
        return List.copyOf(cases);
    }

    private static void add(List<Separating> cases, String rule, Computation computation) {
        cases.add(new Separating(RuleBook.standard().rule(rule), computation));
    }

    /** Sums -127 to 127, and 254 times those, times all kinds of factors. */
    private static void products(List<Separating> cases) {
        float[][] scales = {
            {1, 1, 2},
            {1, 1, 0.25f},
            {1, 0.1f, 1},
            {1, 0.7f, 1},
            {1, 1, 6},
            {1, 1, 10},
            {1, 1, 14},
            // In float32 steps the factor is one half, in double the float32 below it.
            {0.1f, 0.1f, 2 * (0.1f * 0.1f)},
            {0.3f, 0.011f, 2 * (0.3f * 0.011f)}
        };
        for (var s : scales) {
            add(cases, "conv2d/C8", Built.convolution(Built.codes(s[0]), s[1], 1, s[2]));
            add(cases, "fully_connected/F3", Built.connected(Built.codes(s[0]), s[1], 1, s[2]));
            add(cases, "mat_mul/F4", Built.of(new MatMul(false, false, 1), s[2], Built.column(s[0]), Built.one(s[1])));
        }
        // 147 times the double nearest to one 98th is less than one and a half.
        add(cases, "conv2d/C8", Built.convolution(Built.codes(1), 1, 49, 98));
        add(cases, "fully_connected/F3", Built.connected(Built.codes(1), 1, 49, 98));
        add(cases, "mat_mul/F4", Built.of(new MatMul(false, false, 1), 98, Built.column(1), Built.all(49, 1, 1, 1)));
        for (int divisor : new int[] {254 * 6, 254 * 10, 254 * 22, 254 * 46}) {
            add(cases, "conv2d/C8", Built.convolution(Built.codes(1), 1, 127, divisor / 2f));
            add(cases, "fully_connected/F3", Built.connected(Built.codes(1), 1, 127, divisor / 2f));
        }
    }

    private static void biases(List<Separating> cases) {
        // In steps of the sum, 0.25, the biases lie half way and three quarters between two integers.
        float[] between = {0.125f, -0.125f, 0.375f, -0.375f, 0.1875f, -0.1875f, 5.125f, -5.375f};
        add(cases, "numbers/N4", Built.biased(new int[] {0, 1, -1, 2}, 0.5f, 0.5f, 0.25f, between));
        add(cases, "numbers/N4", Built.biased(new int[] {0, 1, -1, 3}, 0.5f, 0.5f, 0.5f, between));
        // The bias takes the rounded product away but for one half; what its rounding lost decides.
        int[] sums = {101, 103, 107, 109, 113, 121, 125, 127};
        var cancelling = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            cancelling[i] = i % 2 * 2 + 0.5f - sums[i] * 0.1f;
        }
        add(cases, "numbers/N8", Built.biased(sums, 1, 0.1f, 1, cancelling));
        add(cases, "numbers/N8", Built.biasedConnected(sums, 1, 0.1f, 1, cancelling));
        add(cases, "numbers/N4", Built.biasedConnected(new int[] {0, 1, -1, 2}, 0.5f, 0.5f, 0.25f, between));
    }

    private static void activations(List<Separating> cases) {
        for (var activation : List.of(
                new Activation.LeakyRelu(0.5f), new Activation.LeakyRelu(0.3f), new Activation.HardSwish(6, 6, 3))) {
            var conv = new Conv2d(new Hw(1, 1), Padding.NONE, new Hw(1, 1), 1, activation);
            add(cases, "conv2d/C9", Built.product(conv, 1, Built.codes(0.125f), Built.filter(1, 1)));
            add(
                    cases,
                    "fully_connected/F5",
                    Built.product(new FullyConnected(1, activation), 1, Built.column(0.125f), Built.one(1)));
        }
    }

    private static void windows(List<Separating> cases) {
        add(
                cases,
                "conv2d/C5",
                Built.product(
                        new Conv2d(new Hw(1, 1), Padding.explicit(1, 1, 1, 1), new Hw(1, 1), 1, new Activation.None()),
                        8,
                        Built.ramp(1, 4, 5),
                        Built.filter(1, 9)));
        var border = Padding.explicit(1, 1, 1, 1);
        add(cases, "pool2d/P5", Built.of(pool(Pool2d.Kind.MAX, 3, border, false), 1, Built.ramp(1, 4, 5)));
        for (float in : new float[] {0.1f, 0.7f}) {
            add(cases, "pool2d/P11", Built.of(pool(Pool2d.Kind.MAX, 1, Padding.NONE, false), 1, Built.codes(in)));
        }
        for (boolean counting : new boolean[] {true, false}) {
            add(cases, "pool2d/P8", Built.of(pool(Pool2d.Kind.AVERAGE, 3, border, counting), 1, Built.ramp(1, 4, 5)));
        }
        for (int kernel : new int[] {1, 2, 3, 5, 7}) {
            for (float out : new float[] {0.5f, 1, 2, 3, 5, 6, 7, 0.1f, 0.3f}) {
                var average = pool(Pool2d.Kind.AVERAGE, kernel, Padding.NONE, false);
                add(cases, "pool2d/P12", Built.of(average, out / kernel, Built.windows(kernel, 1)));
            }
        }
        add(cases, "pool2d/P12", Built.of(pool(Pool2d.Kind.AVERAGE, 7, Padding.NONE, false), 2, Built.windows(7, 49)));
    }

    private static Pool2d pool(Pool2d.Kind kind, int kernel, Padding padding, boolean counting) {
        int stride = padding.equals(Padding.NONE) ? kernel : 1;
        return new Pool2d(
                kind, new Window.Sliding(new Hw(kernel, kernel), new Hw(stride, stride), padding, false), counting);
    }

    private static void elementwise(List<Separating> cases) {
        float[][] scales = {
            {1, 1, 2},
            {1, 1, 0.25f},
            {0.1f, 1, 1},
            {0.7f, 1, 1},
            {0.1f, 0.1f, 2 * (0.1f * 0.1f)},
            {0.5f, 0.3f, 1},
            {1, 1, 6},
            {1, 1, 10},
            {1, 1, 14},
            {1, 0.5f, 10},
            {49, 1, 98}
        };
        for (var s : scales) {
            add(cases, "binary/E3", Built.of(new Add(-1), s[2], Built.codes(s[0]), Built.shuffled(s[1])));
            add(cases, "binary/E3", Built.of(new Sub(-1), s[2], Built.codes(s[0]), Built.shuffled(s[1])));
            add(cases, "binary/E4", Built.of(new Mul(-1), s[2], Built.codes(s[0]), Built.few(s[1])));
        }
    }

    private static void factors(List<Separating> cases) {
        add(cases, "binary/E4", Built.of(new Mul(-1), 98, Built.codes(1), Built.all(3, 1, 1, 1, 15, 17)));
    }

    private static void tables(List<Separating> cases) {
        for (var s : new float[][] {{0.5f, 1}, {1, 0.25f}, {0.1f, 1}, {0.7f, 1}, {0.7f, 0.2f}}) {
            add(cases, "requantize/N10", Built.of(new Requantize(s[1]), s[1], Built.codes(s[0])));
            add(cases, "transpose/M3", Built.of(new Transpose(List.of(0, 1, 3, 2)), s[1], Built.codes(s[0])));
        }
        for (var s : new float[][] {{0.05f, 1}, {0.05f, 1 / 91f}, {0.05f, 1 / 254f}}) {
            add(cases, "unary/U1", Built.of(new Sigmoid(), s[1], Built.codes(s[0])));
            add(cases, "unary/U1", Built.of(new Tanh(), s[1], Built.codes(s[0])));
        }
    }

    /** As models have them. */
    private static void samples(List<Separating> cases) {
        add(
                cases,
                "conv2d/C8",
                Built.product(
                        Conv2d.plain(), 0.9f, Built.sample(0.02f, 1, 16, 12, 12), Built.sample(0.011f, 16, 16, 1, 1)));
        add(
                cases,
                "fully_connected/F3",
                Built.product(
                        new FullyConnected(1, new Activation.None()),
                        1.3f,
                        Built.sample(0.03f, 32, 32),
                        Built.sample(0.013f, 32, 64)));
        add(
                cases,
                "pool2d/P12",
                Built.of(pool(Pool2d.Kind.AVERAGE, 3, Padding.NONE, false), 0.017f, Built.sample(0.03f, 1, 8, 48, 48)));
        add(
                cases,
                "binary/E3",
                Built.of(new Add(-1), 0.041f, Built.sample(0.03f, 1, 8, 16, 16), Built.sample(0.023f, 1, 8, 16, 16)));
        add(
                cases,
                "binary/E4",
                Built.of(new Mul(-1), 0.067f, Built.sample(0.03f, 1, 8, 16, 16), Built.sample(0.023f, 1, 8, 16, 16)));
    }

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public List<Rule> rules() {
        return CASES.stream().map(Separating::rule).distinct().toList();
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, CASES.size())
                .mapToObj(i -> new ConformanceCase(
                        id(i), CASES.get(i).rule(), () -> CASES.get(i).computation()));
    }

    /** The computations, by the index in their ids. */
    static List<Computation> computations() {
        return CASES.stream().map(Separating::computation).toList();
    }

    static String id(int index) {
        return "profile#" + index;
    }
}
