package dev.touchstone.rknpu.mapping;

/**
 * What depends on the library and on the user.
 *
 * @param transmitsStrides whether the library hands the strides of a pool to its driver: the 32-bit one does
 * @param unverified whether to use forms that follow from the vendor's sources, but that nobody has seen on a board
 */
public record Limits(boolean transmitsStrides, boolean unverified) {
    /** What to say where {@link #unverified} would help. */
    static final String UNVERIFIED_HINT = "set rknpu.unverified=true to try it";
}
