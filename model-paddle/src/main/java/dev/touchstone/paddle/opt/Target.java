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
import java.util.stream.Collectors;

/** Where operators can be marked to run. */
public enum Target {
    /** The processor: every backend that is not for a neural processor. */
    ARM("arm,x86,host"),
    /** Rockchip's neural processors. */
    RKNPU("rknpu,rockchip_npu");

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

    /** With commas between them; the first is the one that listings use. */
    private final String names;

    Target(String names) {
        this.names = names;
    }

    private List<String> names() {
        return List.of(names.split(",", -1));
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
        for (var name : text.strip().split("[,\\s]+", -1)) {
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
