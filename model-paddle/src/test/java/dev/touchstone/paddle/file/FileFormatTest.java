package dev.touchstone.paddle.file;

import static dev.touchstone.paddle.file.Wire.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.touchstone.paddle.source.MemorySource;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFormatTest {
    private static FileFormat of(byte[]... content) {
        return FileFormat.of(new MemorySource("bytes", MemorySegment.ofArray(join(content))));
    }

    /** Paddle Lite: meta version, the version of opt in 16 bytes with garbage behind the NUL, size of the topology. */
    private static byte[] lite(int meta, String opt, long topology) {
        byte[] version =
                join(opt.getBytes(US_ASCII), raw(0, 0x8d, 0x55, 0x54, 0xfc, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return join(raw(meta, 0), java.util.Arrays.copyOf(version, 16), little(topology), new byte[100]);
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                arguments(FileFormat.EMPTY, new byte[0]),
                arguments(FileFormat.PROGRAM, program(op("relu"))),
                arguments(FileFormat.PROGRAM, program(op("a".repeat(300)), op("b"))),
                arguments(FileFormat.PROGRAM, message(1, op("relu"), number(1, 0), number(2, -1))),
                arguments(FileFormat.PARAMETERS, tensor(dims(1), 1f)),
                arguments(FileFormat.PARAMETERS, join(little(0), little(1L), little(0L), new byte[64])),
                arguments(FileFormat.LITE_NB, lite(0, "7735976", 100)),
                arguments(FileFormat.LITE_NB, lite(1, "v2.7", 0)),
                arguments(FileFormat.LITE_NB, lite(2, "v2.10-rc", 50)),
                arguments(FileFormat.UNKNOWN, lite(3, "v2.10-rc", 50)),
                arguments(FileFormat.UNKNOWN, lite(2, "v2.10-rc", 101)),
                arguments(FileFormat.LITE_NAIVE, join(little(1L), little(0), little(-1), new byte[20])),
                arguments(FileFormat.PIR_JSON, "{\"base_code\":{\"magic\":\"pir\"".getBytes(US_ASCII)),
                arguments(FileFormat.ONNX, join(number(1, 7), text(2, "pytorch"), message(7, new byte[30]))),
                arguments(FileFormat.TFLITE, join(raw(0x1c, 0, 0, 0), "TFL3".getBytes(US_ASCII), new byte[30])),
                arguments(FileFormat.RKNN, "RKNN\0\0\0\0".getBytes(US_ASCII)),
                arguments(FileFormat.ZIP, join("PK\3\4".getBytes(US_ASCII), new byte[30])),
                arguments(FileFormat.GZIP, raw(0x1f, 0x8b, 8, 0)),
                arguments(FileFormat.HDF5, join(raw(0x89), "HDF\r\n".getBytes(US_ASCII), raw(0x1a, 0x0a))),
                arguments(FileFormat.UNKNOWN, "no model".getBytes(US_ASCII)),
                arguments(FileFormat.UNKNOWN, raw(0x0a)),
                arguments(FileFormat.UNKNOWN, raw(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tellsFormatsApartByContent(FileFormat expected, byte[] content) {
        assertThat(of(content)).isEqualTo(expected);
    }

    @Test
    void judgesEveryPrefixOfEveryFormat() {
        formats().map(a -> (byte[]) a.get()[1]).forEach(content -> {
            for (int length = 0; length < content.length; length++) {
                of(java.util.Arrays.copyOf(content, length));
            }
        });
    }
}
