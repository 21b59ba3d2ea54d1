package dev.touchstone.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {
    private static final Path FILE = Path.of("x.npy");

    /** What numpy.save writes for {@code numpy.float32([[1.5, -2, 3]])}. */
    private static final String FLOATS =
            "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f7264657227"
                    + "3a2046616c73652c20277368617065273a2028312c2033292c207d202020202020202020202020202020"
                    + "202020202020202020202020202020202020202020202020202020202020202020202020202020202020"
                    + "200a0000c03f000000c000004040";

    /** What numpy.save writes for {@code numpy.int8([1, -127, 5])}. */
    private static final String BYTES =
            "934e554d5059010076007b276465736372273a20277c6931272c2027666f727472616e5f6f72646572"
                    + "273a2046616c73652c20277368617065273a2028332c292c207d2020202020202020202020202020202020202020202020202020"
                    + "202020202020202020202020202020202020202020202020202020202020202020200a018105";

    @Test
    void readsAndWritesFloatsAsNumpyDoes() {
        var tensor = Tensor.of(new float[] {1.5f, -2, 3}, 1, 3);

        assertThat(HexFormat.of().formatHex(Npy.bytes(tensor))).isEqualTo(FLOATS);
        var read = Npy.read(FILE, HexFormat.of().parseHex(FLOATS));
        assertThat(read.type()).isEqualTo(TensorType.float32(1, 3));
        assertThat(read.floats()).containsExactly(1.5f, -2, 3);
    }

    @Test
    void readsAndWritesBytesAsNumpyDoes() {
        var type = TensorType.of(DataType.INT8, Shape.of(3));
        var tensor = Tensor.of(type, new byte[] {1, -127, 5});

        assertThat(HexFormat.of().formatHex(Npy.bytes(tensor))).isEqualTo(BYTES);
        assertThat(Npy.read(FILE, HexFormat.of().parseHex(BYTES)).bytes()).containsExactly(1, -127, 5);
    }

    @ParameterizedTest
    @CsvSource({"<f4, FLOAT32", "|i1, INT8", "<i1, INT8", "|u1, UINT8", "<i4, INT32", "<i8, INT64", "|b1, BOOL"})
    void knowsTheNamesOfElementTypes(String descr, DataType type) {
        var header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2,), }\n";

        var tensor = Npy.read(FILE, file(1, header, 2 * type.bytes()));

        assertThat(tensor.type()).isEqualTo(TensorType.of(type, Shape.of(2)));
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void readsLaterVersionsWithTheirLongerHeaders(int version) {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (), }\n";

        assertThat(Npy.read(FILE, file(version, header, 4)).shape().rank()).isZero();
    }

    @Test
    void refusesWhatItCannotRead() {
        var good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
        refuses(file(4, good, 8), "is .npy version 4; expected 1, 2 or 3");
        refuses(file(1, good, 7), "float32[2] needs 8 bytes after the header, found 7");
        refuses(Arrays.copyOf(file(1, good, 8), 20), "ends within its header, after 20 bytes");
        refuses(Arrays.copyOf(file(1, good, 8), 9), "ends within its header, after 9 bytes");
        refuses(
                file(1, good.replace("False", "True"), 8),
                "is stored in Fortran order; expected C order (save numpy.ascontiguousarray(x))");
        refuses(
                file(1, good.replace("<f4", "<f8"), 16),
                "holds elements of type '<f8'; expected one of <f4 (float32), |i1 (int8), |u1 (uint8), <i4 (int32),"
                        + " <i8 (int64), |b1 (bool) (convert with astype)");
        refuses(
                file(1, good.replace("<f4", ">f4"), 8),
                "holds elements of type '>f4'; expected one of <f4 (float32), |i1 (int8), |u1 (uint8), <i4 (int32),"
                        + " <i8 (int64), |b1 (bool) (convert with astype)");
        refuses(
                file(1, good.replace("2,", "0,"), 0),
                "has the shape (0,); expected positive extents, all together at most 2147483639 elements");
        refuses(
                file(1, good.replace("2,", "65536, 65536"), 0),
                "has the shape (65536, 65536); expected positive extents, all together at most 2147483639 elements");
        refuses(file(1, "{'descr': '<f4'}\n", 0), "has no fortran_order in its header: {'descr': '<f4'}");
    }

    private static void refuses(byte[] bytes, String message) {
        assertThatThrownBy(() -> Npy.read(FILE, bytes)).hasMessage("x.npy: " + message);
    }

    private static byte[] file(int version, String header, int elementBytes) {
        int lengthBytes = version == 1 ? 2 : 4;
        var file = Arrays.copyOf(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0},
                8 + lengthBytes + header.length() + elementBytes);
        file[8] = (byte) header.length();
        System.arraycopy(header.getBytes(StandardCharsets.ISO_8859_1), 0, file, 8 + lengthBytes, header.length());
        return file;
    }
}
