package dev.touchstone.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Expected values come from exact rational arithmetic on rules B1 to B4. */
class BicubicTest {
    @Test
    void enlargesTwoPixelsBeyondTheirRangeAndClamps() {
        // Exact: -10.546875, 22.65625, 77.34375, 110.546875 between 0 and 100.
        assertThat(grey(Bicubic.resize(picture(2, 1, 0, 100), 4, 1))).containsExactly(0, 23, 77, 111);
    }

    @Test
    void samplesFourTapsWithoutAntialiasingWhenItShrinks() {
        // Exact: 17.6967..., 163.75, 79.6875.
        var shrunk = Bicubic.resize(picture(8, 1, 10, 20, 30, 250, 40, 60, 90, 0), 3, 1);

        assertThat(grey(shrunk)).containsExactly(18, 164, 80);
    }

    @Test
    void resizesRowsAndColumnsIndependently() {
        var square = Bicubic.resize(picture(2, 2, 0, 100, 200, 255), 4, 4);

        assertThat(grey(square))
                .containsExactly(0, 3, 60, 95, 36, 66, 115, 145, 148, 169, 205, 227, 216, 232, 255, 255);
    }

    @Test
    void keepsTheChannelsApart() {
        var picture = new Picture(2, 1, 3, bytes(0, 7, 100, 100, 7, 0));

        assertThat(grey(Bicubic.resize(picture, 4, 1))).containsExactly(0, 7, 111, 23, 7, 77, 77, 7, 23, 111, 7, 0);
    }

    @Test
    void keepsAPictureOfTheRightSizeBitForBit() {
        assertThat(grey(Bicubic.resize(picture(3, 1, 1, 254, 77), 3, 1))).containsExactly(1, 254, 77);
    }

    @Test
    void makesOnlyTheRectangleThatIsWanted() {
        var picture = picture(2, 2, 0, 100, 200, 255);

        assertThat(grey(Bicubic.resize(picture, 4, 4, 1, 2, 2, 1))).containsExactly(169, 205);
    }

    static Picture picture(int width, int height, int... samples) {
        return new Picture(width, height, 1, bytes(samples));
    }

    static byte[] bytes(int... samples) {
        var bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return bytes;
    }

    static int[] grey(Picture picture) {
        var samples = new int[picture.samples().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = picture.samples()[i] & 0xff;
        }
        return samples;
    }
}
