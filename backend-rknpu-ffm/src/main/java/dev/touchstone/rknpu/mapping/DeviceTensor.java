package dev.touchstone.rknpu.mapping;

import dev.touchstone.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the network on the device, which has one scale and 8 or, for a bias, 32 bits.
 *
 * @param id position among the tensors of its network
 * @param codes signed codes of a constant of 8 bits
 * @param bias numbers of a constant of 32 bits
 */
public record DeviceTensor(int id, Shape shape, float scale, byte @Nullable [] codes, int @Nullable [] bias) {
    /** Whether the data are known when the network is built. */
    public boolean isConstant() {
        return codes != null || bias != null;
    }
}
