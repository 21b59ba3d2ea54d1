package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.Computation;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Zeros in whole tensors, in halves, in ever smaller pieces; then simpler single elements. */
final class SimplerData implements Reduction {
    /** Up to so many elements of a tensor are made simpler one by one. */
    private static final int FEW = 256;

    @Override
    public Stream<Computation> of(Computation computation) {
        var draft = Draft.of(computation);
        return draft.tensors().entrySet().stream()
                .flatMap(e -> Stream.concat(zeros(e.getValue()), elements(e.getValue()))
                        .map(tensor -> draft.with(e.getKey(), tensor)))
                .map(Draft::build)
                .flatMap(Optional::stream);
    }

    private static Stream<Tensor> zeros(Tensor tensor) {
        int n = tensor.shape().elements();
        long bytes = tensor.type().dataType().bytes();
        return Stream.iterate(n, length -> length >= 1, length -> length / 2)
                .flatMap(length -> Stream.iterate(0, from -> from < n, from -> from + length)
                        .filter(from -> isAnythingIn(tensor, from * bytes, Math.min(n, from + length) * bytes))
                        .map(from -> zeroed(tensor, from * bytes, Math.min(n, from + length) * bytes)));
    }

    private static boolean isAnythingIn(Tensor tensor, long from, long to) {
        for (long i = from; i < to; i++) {
            if (tensor.segment().get(ValueLayout.JAVA_BYTE, i) != 0) {
                return true;
            }
        }
        return false;
    }

    private static Tensor zeroed(Tensor tensor, long from, long to) {
        var copy = tensor.copy();
        copy.segment().asSlice(from, to - from).fill((byte) 0);
        return copy;
    }

    private static Stream<Tensor> elements(Tensor tensor) {
        int n = tensor.shape().elements();
        return n > FEW ? Stream.empty() : IntStream.range(0, n).boxed().flatMap(i -> element(tensor, i));
    }

    private static Stream<Tensor> element(Tensor tensor, int i) {
        return switch (tensor.type().dataType()) {
            case FLOAT32 ->
                SimplerNumbers.of(tensor.toFloats()[i]).map(v -> {
                    var copy = tensor.copy();
                    copy.floats()[i] = v;
                    return copy;
                });
            case INT8 ->
                SimplerNumbers.of(tensor.toBytes()[i]).map(v -> {
                    var copy = tensor.copy();
                    copy.bytes()[i] = v.byteValue();
                    return copy;
                });
            case INT32 ->
                SimplerNumbers.of(tensor.toInts()[i]).map(v -> {
                    var copy = tensor.copy();
                    copy.ints()[i] = v;
                    return copy;
                });
            case UINT8, BOOL, INT64 -> Stream.empty();
        };
    }
}
