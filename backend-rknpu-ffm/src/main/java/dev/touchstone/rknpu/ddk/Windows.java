package dev.touchstone.rknpu.ddk;

import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import java.util.List;

/**
 * Sizes of windows in the order of the library: x before y, then left, right, top, bottom. The kernel's size counts for
 * pooling only; a convolution takes it from the filter.
 *
 * @param padding explicit
 */
public record Windows(Hw kernel, Hw stride, Padding padding) {
    /** {@code uint32_t ksize[2], stride[2], pad[4]; PadType pad_type}; the type AUTO uses the numbers. */
    List<Field> fields() {
        return List.of(
                new Field.Int(kernel.w()),
                new Field.Int(kernel.h()),
                new Field.Int(stride.w()),
                new Field.Int(stride.h()),
                new Field.Int(padding.left()),
                new Field.Int(padding.right()),
                new Field.Int(padding.top()),
                new Field.Int(padding.bottom()),
                new Field.Int(0));
    }
}
