package dev.touchstone.conformance;

/** What a deliberately wrong backend gets wrong, and the rule that must notice. */
enum Fault {
    NONE(""),
    IGNORES_BIAS("conv2d/C1"),
    SWAPS_BEGIN_AND_END_PADDING("conv2d/C2"),
    KEEPS_DILATION_WITH_SAME_PADDING("conv2d/C2"),
    SWAPS_STRIDES("conv2d/C3"),
    READS_GROUPS_INTERLEAVED("conv2d/C4"),
    COPIES_THE_BORDER_INTO_THE_PADDING("conv2d/C5"),
    SUMS_BACKWARDS("conv2d/C6"),
    SUMS_IN_DOUBLE("conv2d/C6"),
    TRUNCATES_BIAS("conv2d/C7"),
    ROUNDS_HALVES_AWAY("conv2d/C8"),
    ROUNDS_HALVES_UP("conv2d/C8"),
    TRUNCATES_RESULTS("conv2d/C8"),
    ALLOWS_MINUS_128("conv2d/C8"),
    LOSES_ACTIVATION("conv2d/C9"),
    TAKES_RELU6_THRESHOLD_FOR_STEPS("conv2d/C9"),
    ADDS_BIAS_AS_STEPS_TO_FLOAT_RESULTS("conv2d/C10"),
    TAKES_THE_FIRST_SCALE_FOR_ALL("conv2d/C11"),
    REPEATS_THE_FIRST_IMAGE("conv2d/C12");

    private final String rule;

    Fault(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
