package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    @Test
    void givesABlockToOneRunAtATime() {
        try (var pool = new BufferPool(256);
                var one = pool.lease();
                var two = pool.lease()) {
            assertThat(one.slice(0, 256).asOverlappingSlice(two.slice(0, 256))).isEmpty();
        }
    }

    @Test
    void givesABlockThatCameBackToTheNextRun() {
        try (var pool = new BufferPool(256)) {
            long address;
            try (var block = pool.lease()) {
                address = block.slice(0, 256).address();
            }
            try (var block = pool.lease()) {
                assertThat(block.slice(0, 256).address()).isEqualTo(address);
            }
        }
    }

    @Test
    void alignsBlocksToCacheLines() {
        try (var pool = new BufferPool(100);
                var block = pool.lease()) {
            assertThat(block.slice(0, 100).address() % BufferPlan.ALIGNMENT).isZero();
        }
    }

    @Test
    void freesWhatIsMoreThanItKeeps() {
        try (var pool = new BufferPool(64)) {
            var blocks = new ArrayList<BufferPool.Block>();
            for (int i = 0; i <= BufferPool.MAX_IDLE; i++) {
                blocks.add(pool.lease());
            }
            var slices = blocks.stream().map(b -> b.slice(0, 64)).toList();
            blocks.forEach(BufferPool.Block::close);
            assertThat(slices.stream().filter(s -> s.scope().isAlive())).hasSize(BufferPool.MAX_IDLE);
        }
    }

    @Test
    void freesItsBlocksWhenItIsClosedAndThoseInUseWhenTheyComeBack() {
        var pool = new BufferPool(64);
        var used = pool.lease();
        var slice = used.slice(0, 64);
        pool.close();
        slice.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        used.close();
        assertThatThrownBy(() -> slice.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }
}
