package dev.touchstone.paddle.opt;

import dev.touchstone.paddle.lowering.PaddleModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where operators can be marked to run. */
public enum Target {
    /** The processor: every backend that is not for a neural processor. */
    ARM,
    /** Rockchip's neural processors. */
    RKNPU;

    /** The types that Paddle Lite gives to Rockchip's driver, and those that only carry scales. */
    private static final Set<String> RKNPU_TYPES = Set.of(
            "batch_norm",
            "concat",
            "conv2d",
            "depthwise_conv2d",
            "elementwise_add",
            "elementwise_div",
            "elementwise_mul",
            "elementwise_sub",
            "fc",
            "flatten",
            "flatten2",
            "matmul",
            "mul",
            "norm",
            "pad2d",
            "pool2d",
            "relu",
            "relu6",
            "reshape2",
            "scale",
            "sigmoid",
            "softmax",
            "transpose2");

    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    private List<String> names() {
        return switch (this) {
            case ARM -> List.of("arm", "x86", "host");
            case RKNPU -> List.of("rknpu", "rockchip_npu");
        };
    }

    /** The name by which listings call it. */
    public String text() {
        return names().getFirst();
    }

    /** The operator types that it can run, if attributes, shapes and scales permit. */
    public SortedSet<String> operators() {
        return switch (this) {
            case ARM -> PaddleModel.operatorTypes();
            case RKNPU -> new TreeSet<>(RKNPU_TYPES);
        };
    }

    /** The target of a name. */
    static Optional<Target> named(String name) {
        return Arrays.stream(values())
                .filter(t -> t.names().contains(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * Reads {@code rknpu,arm}, with commas or blanks.
     *
     * @throws IllegalArgumentException naming the first that is not known
     */
    public static List<Target> parse(String text) {
        var targets = new ArrayList<Target>();
        for (var name : SEPARATORS.splitAsStream(text.strip()).toList()) {
            var target = named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + name + "' is no target; expected some of " + everyName()));
            if (!targets.contains(target)) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static String everyName() {
        return Arrays.stream(values()).flatMap(t -> t.names().stream()).collect(Collectors.joining(", "));
    }
}
