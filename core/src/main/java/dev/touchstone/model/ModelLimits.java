package dev.touchstone.model;

/**
 * What a reader accepts before it allocates or recurses; every violation names its limit.
 *
 * @param programBytes size of the program file
 * @param parameterBytes size of all parameters together
 * @param tensorBytes size of one parameter
 * @param blocks blocks of a program
 * @param blockNesting depth of sub-blocks
 * @param operators operators of all blocks
 * @param variables variables of all blocks
 * @param slots input and output slots of one operator
 * @param arguments arguments of one slot
 * @param attributes attributes of one operator
 * @param listElements elements of one list attribute
 * @param nameBytes UTF-8 bytes of a name or type
 * @param stringBytes UTF-8 bytes of any other string
 * @param rank rank of a tensor
 * @param lodLevels level-of-detail levels of a parameter
 * @param lodBytes bytes of one level
 * @param endpoints feeds, and fetches
 */
public record ModelLimits(
        long programBytes,
        long parameterBytes,
        long tensorBytes,
        int blocks,
        int blockNesting,
        int operators,
        int variables,
        int slots,
        int arguments,
        int attributes,
        int listElements,
        int nameBytes,
        int stringBytes,
        int rank,
        int lodLevels,
        int lodBytes,
        int endpoints) {
    private static final ModelLimits DEFAULTS = new ModelLimits(
            256L << 20,
            4L << 30,
            (2L << 30) - 8,
            1024,
            16,
            100_000,
            200_000,
            256,
            10_000,
            1024,
            1 << 20,
            4096,
            1 << 20,
            9,
            16,
            1 << 20,
            1024);

    /** Generous for any CNN, small enough that a hostile file is refused before it does harm. */
    public static ModelLimits defaults() {
        return DEFAULTS;
    }
}
