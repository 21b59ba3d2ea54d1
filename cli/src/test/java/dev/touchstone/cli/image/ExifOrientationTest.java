package dev.touchstone.cli.image;

import static dev.touchstone.cli.image.BicubicTest.grey;
import static dev.touchstone.cli.image.BicubicTest.picture;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The picture is 1 2 3 over 4 5 6; the results are what the EXIF standard's drawings of the letter F give. */
class ExifOrientationTest {
    @ParameterizedTest
    @CsvSource({
        "1, 3, 1 2 3 4 5 6",
        "2, 3, 3 2 1 6 5 4",
        "3, 3, 6 5 4 3 2 1",
        "4, 3, 4 5 6 1 2 3",
        "5, 2, 1 4 2 5 3 6",
        "6, 2, 4 1 5 2 6 3",
        "7, 2, 6 3 5 2 4 1",
        "8, 2, 3 6 2 5 1 4"
    })
    void turnsThePictureUpright(int code, int width, String expected) {
        var upright = new ExifOrientation(code).apply(picture(3, 2, 1, 2, 3, 4, 5, 6));

        assertThat(upright.width()).isEqualTo(width);
        assertThat(grey(upright)).containsExactly(numbers(expected));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void findsTheTagInBothByteOrders(boolean littleEndian) {
        assertThat(ExifOrientation.of(jpeg(littleEndian, 6))).isEqualTo(new ExifOrientation(6));
    }

    @Test
    void takesAnImpossibleCodeForUpright() {
        assertThat(ExifOrientation.of(jpeg(true, 9))).isEqualTo(new ExifOrientation(1));
    }

    @Test
    void takesABrokenOrAbsentHeaderForUpright() {
        byte[] jpeg = jpeg(true, 6);
        for (int length = 0; length < 34; length++) {
            var cut = Arrays.copyOf(jpeg, length);
            assertThat(ExifOrientation.of(cut)).as("first %d bytes", length).isEqualTo(new ExifOrientation(1));
        }
    }

    /** A JPEG header with an unrelated segment before the EXIF one. */
    private static byte[] jpeg(boolean littleEndian, int code) {
        var file = ByteBuffer.allocate(48);
        file.putShort((short) 0xffd8);
        file.putShort((short) 0xffe0).putShort((short) 4).putShort((short) 0);
        file.putShort((short) 0xffe1).putShort((short) 34).putInt(0x45786966).putShort((short) 0);
        file.order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        file.putShort((short) (littleEndian ? 0x4949 : 0x4d4d))
                .putShort((short) 42)
                .putInt(8);
        file.putShort((short) 1);
        file.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) code);
        return file.array();
    }

    private static int[] numbers(String text) {
        return Pattern.compile(" ")
                .splitAsStream(text)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
