package dev.touchstone.arm.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where buffers lie. Borders are written once, before the first run, so memory is only used again by a tensor of the very
 * same layout and zero, when the one before is no longer read.
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
            var slot = buffer.content != null ? null : reusable(slots, buffer);
            if (slot == null) {
                slot = new Slot(end, buffer.lastStage);
                int size = Math.addExact(buffer.layout.bytes(), Layout.SLACK + ALIGNMENT - 1) & -ALIGNMENT;
                end = Math.addExact(end, size);
                if (buffer.content == null) {
                    slots.computeIfAbsent(kind(buffer), k -> new ArrayList<>()).add(slot);
                }
            }
            slot.lastStage = buffer.lastStage;
            buffer.offset = slot.offset;
        }
        return end;
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
