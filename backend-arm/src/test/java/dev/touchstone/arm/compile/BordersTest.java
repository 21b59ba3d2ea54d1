package dev.touchstone.arm.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.arm.kernel.BorderKernel;
import dev.touchstone.arm.machine.ByteForm;
import org.junit.jupiter.api.Test;

class BordersTest {
    private static Buffer reals(int channels, int border) {
        return new Buffer(new Layout.Planes(1, channels, 2, 3, 16, 4, border, border, 0, 2 * border), null);
    }

    @Test
    void fillsWhatLiesAroundThePixelsOfEachPlane() {
        // a row: a border pixel, three pixels, two border pixels, of 64 bytes each; a plane: a border row, two rows
        var calls = Borders.filling(reals(32, 1));
        assertThat(calls).hasSize(2).allSatisfy(call -> {
            assertThat(call.kernel()).isEqualTo(new BorderKernel(384 + 64, 3 * 64, 3 * 64, 2, 2 * 64));
            assertThat(call.inOffset()).isEqualTo(call.outOffset());
            assertThat(call.count()).isEqualTo(1);
        });
        assertThat(calls).extracting(Call::outOffset).containsExactly(0, 3 * 384);
    }

    @Test
    void leavesBordersOfBytesAndChannelsBehindTheLastAlone() {
        assertThat(Borders.areRefilled(reals(32, 1))).isTrue();
        assertThat(Borders.areRefilled(reals(32, 0))).isFalse();
        assertThat(Borders.areRefilled(reals(20, 1))).isFalse();
        var bytes = new Layout.Planes(1, 64, 2, 3, 64, 1, 1, 1, 1, 1);
        assertThat(Borders.areRefilled(new Buffer(bytes, ByteForm.POSITIVE))).isFalse();
    }
}
