package dev.touchstone.arm.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where buffers lie. Tensors that are overwritten as a whole share a place, whatever their layouts: the less memory a run
 * touches, the more of it is in a cache. What others hold from before the first run, in borders and behind their last
 * channels, must stay, so their memory is only used again by a tensor of the very same layout and zero, when the one before
 * is no longer read.
 */
final class BufferPlan {
    private static final int ALIGNMENT = 64;

    private record Kind(Layout layout, int zero) {}

    private static final class Slot {
        private final int offset;
        private int lastStage;

        private Slot(int offset, int lastStage) {
            this.offset = offset;
            this.lastStage = lastStage;
        }
    }

    private BufferPlan() {}

    /**
     * Gives each buffer its offset.
     *
     * @return bytes in all
     */
    static int assign(List<Buffer> buffers) {
        var slots = new HashMap<Kind, List<Slot>>();
        var ordered = new ArrayList<>(buffers);
        ordered.sort((a, b) -> Integer.compare(a.firstStage, b.firstStage));
        int end = ALIGNMENT;
        for (var buffer : ordered) {
            if (isWhole(buffer)) {
                continue;
            }
            var slot = buffer.content != null ? null : reusable(slots, buffer);
            if (slot == null) {
                slot = new Slot(end, buffer.lastStage);
                end = Math.addExact(end, size(buffer));
                if (buffer.content == null) {
                    slots.computeIfAbsent(kind(buffer), k -> new ArrayList<>()).add(slot);
                }
            }
            slot.lastStage = buffer.lastStage;
            buffer.offset = slot.offset;
        }
        return placeWhole(ordered.stream().filter(BufferPlan::isWhole).toList(), end);
    }

    /** Puts each buffer at the lowest place that is free while it is in use. */
    private static int placeWhole(List<Buffer> ordered, int start) {
        var placed = new ArrayList<Buffer>();
        int end = start;
        for (var buffer : ordered) {
            placed.removeIf(other -> other.lastStage < buffer.firstStage);
            int offset = start;
            for (var other : placed) {
                if (other.offset - offset >= size(buffer)) {
                    break;
                }
                offset = Math.addExact(other.offset, size(other));
            }
            buffer.offset = offset;
            placed.add(buffer);
            placed.sort((a, b) -> Integer.compare(a.offset, b.offset));
            end = Math.max(end, Math.addExact(offset, size(buffer)));
        }
        return end;
    }

    /**
     * Whether each run writes every byte that is read: of planes, those that have no border or one that is refilled, and
     * no channels behind the last; and what comes from outside.
     */
    private static boolean isWhole(Buffer buffer) {
        return buffer.content == null
                && switch (buffer.layout) {
                    case Layout.Dense dense -> buffer.firstStage < 0;
                    case Layout.Planes planes ->
                        Borders.isFull(planes) && (!planes.hasBorder() || Borders.areRefilled(buffer));
                };
    }

    private static int size(Buffer buffer) {
        return Math.addExact(buffer.layout.bytes(), Layout.SLACK + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static @org.jspecify.annotations.Nullable Slot reusable(Map<Kind, List<Slot>> slots, Buffer buffer) {
        for (var slot : slots.getOrDefault(kind(buffer), List.of())) {
            if (slot.lastStage < buffer.firstStage) {
                return slot;
            }
        }
        return null;
    }

    private static Kind kind(Buffer buffer) {
        return new Kind(buffer.layout, buffer.zero);
    }
}
