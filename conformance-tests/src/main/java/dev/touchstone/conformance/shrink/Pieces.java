package dev.touchstone.conformance.shrink;

import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tensors of which only some indices of an axis are kept. */
final class Pieces {
    /** Up to this extent every single index is left out by itself. */
    private static final int FEW = 12;

    private Pieces() {}

    /** Which indices of an axis to keep: a single one, either half, a quarter less, one less; never all and never none. */
    static Stream<int[]> kept(int extent) {
        if (extent < 2) {
            return Stream.empty();
        }
        int half = extent / 2;
        int quarter = Math.max(1, extent / 4);
        var ranges = Stream.of(
                range(0, 1),
                range(extent - 1, extent),
                range(0, half),
                range(half, extent),
                range(0, extent - quarter),
                range(quarter, extent),
                range(0, extent - 1),
                range(1, extent));
        var inner = extent <= FEW
                ? IntStream.range(1, extent - 1)
                        .mapToObj(out ->
                                IntStream.range(0, extent).filter(i -> i != out).toArray())
                : Stream.<int[]>empty();
        return Stream.concat(ranges, inner);
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    /** The elements at these indices of an axis, with their scales. */
    static Tensor select(Tensor tensor, int axis, int[] kept) {
        var type = tensor.type();
        var shape = type.shape();
        var quantization = type.quantization();
        if (quantization instanceof Quantization.PerChannel(var channelAxis, var scales) && channelAxis == axis) {
            quantization = new Quantization.PerChannel(
                    axis, Arrays.stream(kept).mapToObj(scales::get).toList());
        }
        var result = Tensor.allocate(new TensorType(type.dataType(), shape.with(axis, kept.length), quantization));
        long inner =
                (long) shape.product(axis + 1, shape.rank()) * type.dataType().bytes();
        long to = 0;
        for (int outer = 0; outer < shape.product(0, axis); outer++) {
            for (int index : kept) {
                long from = ((long) outer * shape.extent(axis) + index) * inner;
                result.segment().asSlice(to, inner).copyFrom(tensor.segment().asSlice(from, inner));
                to += inner;
            }
        }
        return result;
    }
}
