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
            assertThat(call.kernel()).isEqualTo(new BorderKernel(384 + 64, 3 * 64, 3 * 64, 2, 2 * 64, 0));
            assertThat(call.inOffset()).isEqualTo(call.outOffset());
            assertThat(call.count()).isEqualTo(1);
        });
        assertThat(calls).extracting(Call::outOffset).containsExactly(0, 3 * 384);
    }

    private static Buffer bytes(int channels, int block, ByteForm form) {
        return new Buffer(new Layout.Planes(1, channels, 2, 3, block, 1, 1, 1, 1, 1), form);
    }

    @Test
    void fillsBordersOfBytesWithWhatStandsForZero() {
        assertThat(Borders.filling(bytes(64, 64, ByteForm.OFFSET)))
                .extracting(Call::kernel)
                .containsExactly(new BorderKernel(5 * 64 + 64, 3 * 64, 2 * 64, 2, 64 + 5 * 64, 128));
    }

    @Test
    void leavesTensorsWithoutBordersChannelsBehindTheLastAndPicturesOfBytesAlone() {
        assertThat(Borders.areRefilled(reals(32, 1))).isTrue();
        assertThat(Borders.areRefilled(reals(32, 0))).isFalse();
        assertThat(Borders.areRefilled(reals(20, 1))).isFalse();
        assertThat(Borders.areRefilled(bytes(64, 64, ByteForm.OFFSET))).isTrue();
        assertThat(Borders.areRefilled(bytes(40, 64, ByteForm.POSITIVE))).isFalse();
        assertThat(Borders.areRefilled(bytes(3, 3, ByteForm.OFFSET))).isFalse();
    }
}
