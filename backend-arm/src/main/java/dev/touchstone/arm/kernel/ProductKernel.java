package dev.touchstone.arm.kernel;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.arm.machine.FactorOrder;
import org.jspecify.annotations.Nullable;

/** A kernel whose outputs are sums of products, so that one of them can be computed again by a plain loop. */
public sealed interface ProductKernel extends Kernel
        permits ConvKernel, DepthwiseKernel, DepthwisePairKernel, DepthwiseColumnsKernel {
    /**
     * Where the factors of one output of a call's first pixel are, as offsets from the call's input and weights.
     *
     * @param inputs activations
     * @param weights of as many
     * @param start the sum's start value
     * @param multiplier its multiplier
     * @param output of the result, from the call's output
     */
    record Terms(int[] inputs, int[] weights, int start, int multiplier, int output) {}

    /**
     * The terms of an output.
     *
     * @param vector of the block
     * @param element of the vector
     * @param width bytes of a machine's vector
     * @param copies vectors of weights for one of outputs
     * @param order of factors in a vector
     */
    Terms terms(int vector, int element, int width, int copies, FactorOrder order);

    /**
     * Requires the result for a sum of products.
     *
     * @param terms of that sum
     */
    default void verify(Trial trial, Terms terms, float sum) {
        switch (ending()) {
            case Rounding rounding ->
                trial.requireByte(terms.output(), rounding.apply(sum * trial.weightFloat(terms.multiplier())));
            case RealEnding real -> {
                // start values, factors and addends follow one another in equal distances
                int addend = 2 * terms.multiplier() - terms.start();
                trial.requireFloat(terms.output(), real.apply(sum, trial, terms.multiplier(), addend));
            }
        }
    }

    /** Form of the input; null for floats. */
    @Nullable
    ByteForm activations();

    /** The end. */
    Ending ending();

    /** How many vectors of outputs a block has. */
    int vectors();

    /** Bytes of the vectors in which the kernel works on a machine. */
    int vectorBytes(int width);
}
