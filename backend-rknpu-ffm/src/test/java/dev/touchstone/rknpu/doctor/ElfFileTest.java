package dev.touchstone.rknpu.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElfFileTest {
    private static byte[] library(boolean wide) {
        return ElfWriter.of(wide, "libx.so.1")
                .needs("libc.so.6", "libm.so.6")
                .requires("GLIBC_2.17", "GLIBC_2.4")
                .provides("X_1.0", "X_1.1")
                .buildId("0123456789abcdef")
                .toBytes();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsWhatALoaderReads(boolean wide) throws Exception {
        var elf = ElfFile.parse(library(wide));

        assertThat(elf.bits()).isEqualTo(wide ? 64 : 32);
        assertThat(elf.kind()).isEqualTo(wide ? "64-bit ARM (aarch64)" : "32-bit ARM (armhf)");
        assertThat(elf.soname()).isEqualTo("libx.so.1");
        assertThat(elf.needed()).containsExactly("libc.so.6", "libm.so.6");
        assertThat(elf.requires()).containsExactly("GLIBC_2.17", "GLIBC_2.4");
        assertThat(elf.provides()).containsExactly("X_1.0", "X_1.1");
        assertThat(elf.buildId()).isEqualTo("0123456789abcdef");
        assertThat(elf).hasToString(elf.kind() + " libx.so.1 needs [libc.so.6, libm.so.6, GLIBC_2.17, GLIBC_2.4]");
    }

    @Test
    void sharesNothingWithAnotherWordSize() throws Exception {
        assertThat(ElfFile.parse(library(true)).fits(ElfFile.parse(library(true))))
                .isTrue();
        assertThat(ElfFile.parse(library(true)).fits(ElfFile.parse(library(false))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noTruncationDoesMoreThanRefuse(boolean wide) {
        var bytes = library(wide);
        for (int length = 0; length < bytes.length; length++) {
            parseOrRefuse(Arrays.copyOf(bytes, length), "length " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noChangeOfBytesDoesMoreThanRefuse(boolean wide) {
        long seed = 42;
        var random = new SplittableRandom(seed);
        var bytes = library(wide);
        for (int round = 0; round < 20_000; round++) {
            var changed = bytes.clone();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            parseOrRefuse(changed, "seed " + seed + ", round " + round);
        }
    }

    private static void parseOrRefuse(byte[] bytes, String what) {
        try {
            assertThat(ElfFile.parse(bytes).bits()).isIn(32, 64);
        } catch (ElfFormatException e) {
            assertThat(e).as(what).hasMessageMatching("no ELF file|ELF class .*|damaged: .*");
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ElfFile.parse("<html>".repeat(20).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("no ELF file");
        var bytes = library(true);
        bytes[4] = 3;
        assertThatThrownBy(() -> ElfFile.parse(bytes))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("ELF class 3; expected 1 or 2");
        assertThatThrownBy(() -> ElfFile.parse(Arrays.copyOf(library(true), 100)))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage("damaged: a table reaches beyond the file");
    }

    @Test
    void readsRealLibrariesAsReadelfDoes() throws Exception {
        var readelf = Path.of("/usr/bin/readelf");
        assumeTrue(Files.isExecutable(readelf), "skipped: no " + readelf + " (Debian package binutils)");
        var library = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
        assumeTrue(Files.size(library) < (60 << 20), "skipped: libjvm.so is larger than what is read");

        var process = new ProcessBuilder(readelf.toString(), "--wide", "-d", "-V", "-n", library.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        var elf = ElfFile.read(library);

        assertThat(elf.needed()).isNotEmpty().containsExactlyElementsOf(all(text, "\\(NEEDED\\).*\\[(.*)]"));
        assertThat(elf.soname()).isEqualTo(all(text, "\\(SONAME\\).*\\[(.*)]").getFirst());
        assertThat(elf.requires())
                .isNotEmpty()
                .containsExactlyElementsOf(new TreeSet<>(all(text, "Name: (\\S+)  Flags: \\S+  Version: \\d+")));
        assertThat(all(text, "Build ID: (\\S+)")).containsAnyOf(elf.buildId(), "");
    }

    private static java.util.List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }
}
