package dev.touchstone.runtime.isolation;

import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The constants of one connection, so that weights cross it once although a node is first asked about and then compiled.
 * A constant gets a number when a request first refers to it; its elements follow that request, in order of numbers.
 * Both sides forget by one rule: after COMPILE all that the graph refers to, and after a SUPPORTS with
 * another answer than yes those that it brought.
 */
final class Constants {
    private Constants() {}

    /** The side that has them. For one thread. */
    static final class Sent {
        private final IdentityHashMap<Tensor, Integer> numbers = new IdentityHashMap<>();
        private final List<Tensor> fresh = new ArrayList<>();
        private final List<Tensor> used = new ArrayList<>();
        private int next;

        /** A request begins. */
        void begin() {
            fresh.clear();
            used.clear();
        }

        int number(Tensor constant) {
            used.add(constant);
            return numbers.computeIfAbsent(constant, c -> {
                fresh.add(c);
                return next++;
            });
        }

        /** Those whose elements follow the request. */
        List<Tensor> fresh() {
            return List.copyOf(fresh);
        }

        void forgetFresh() {
            fresh.forEach(numbers::remove);
        }

        void forgetUsed() {
            used.forEach(numbers::remove);
        }
    }

    /** The side that gets them. For one thread. */
    static final class Received {
        private final long maxBytes;
        private final Map<Integer, Tensor> tensors = new HashMap<>();
        private final Map<Integer, Tensor> fresh = new LinkedHashMap<>();
        private final List<Integer> used = new ArrayList<>();
        private int next;
        private long bytes;

        /**
         * Knows none.
         *
         * @param maxBytes more than this in all are refused before memory is taken for them
         */
        Received(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** A request begins. */
        void begin() {
            fresh.clear();
            used.clear();
        }

        /** The constant of this number: known, or the next one, whose elements are still to come. */
        Tensor tensor(WireReader in, int number, TensorType type) {
            used.add(number);
            var known = tensors.get(number);
            if (known != null) {
                if (!known.type().equals(type)) {
                    throw in.fault("constant " + number + " is " + known.type() + ", here " + type);
                }
                return known;
            }
            if (number != next) {
                throw in.fault("constant " + number + " is not known; the next new one has number " + next);
            }
            if (bytes + type.bytes() > maxBytes) {
                throw in.fault("constants of " + (bytes + type.bytes()) + " bytes; expected " + maxBytes + " or less");
            }
            next++;
            bytes += type.bytes();
            var tensor = Tensor.allocate(type);
            tensors.put(number, tensor);
            fresh.put(number, tensor);
            return tensor;
        }

        /** Those whose elements follow the request. */
        List<Tensor> fresh() {
            return List.copyOf(fresh.values());
        }

        void forgetFresh() {
            List.copyOf(fresh.keySet()).forEach(this::forget);
        }

        void forgetUsed() {
            used.forEach(this::forget);
        }

        private void forget(int number) {
            var gone = tensors.remove(number);
            if (gone != null) {
                bytes -= gone.type().bytes();
            }
        }
    }
}
