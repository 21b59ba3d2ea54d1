package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Libraries of the right name that are not the right ones, made by the machine's compiler, or on an emulated machine by
 * the one for it, which the variable {@code TOUCHSTONE_TEST_CXX} names.
 */
final class ForeignLibrariesTest {
    private static final String COMPILER = System.getenv().getOrDefault("TOUCHSTONE_TEST_CXX", "g++");

    private static final String LOAD_CACHE =
            "_ZN2rk2nn5Graph9LoadCacheEPKc" + (ValueLayout.ADDRESS.byteSize() == 8 ? 'm' : 'j');

    /** As nm prints them of the vendor's library. */
    private static final List<String> FUNCTIONS = List.of(
            "_ZN2rk2nn5GraphC1Ev",
            "_ZN2rk2nn5GraphD1Ev",
            "_ZN2rk2nn5Graph12CreateTensorESt10shared_ptrINS0_10TensorAttrEEPv",
            "_ZN2rk2nn5Graph11AddOperatorENS0_12OperatorTypeESt6vectorISt10shared_ptrINS0_6TensorEESaIS6_EES8_Pv"
                    + "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
            "_ZN2rk2nn5Graph16SetInputsOutputsESt6vectorISt10shared_ptrINS0_6TensorEESaIS5_EES7_",
            "_ZN2rk2nn5Graph19GetInputTensorsAttrEv",
            "_ZN2rk2nn5Graph20GetOutputTensorsAttrEv",
            "_ZN2rk2nn5Graph17EnableCreateCacheENSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
            LOAD_CACHE,
            "_ZN2rk2nn8ExectionC1EPNS0_5GraphE",
            "_ZN2rk2nn8ExectionD1Ev",
            "_ZN2rk2nn8Exection5BuildEv",
            "_ZN2rk2nn8Exection9SetInputsESt6vectorINS0_9InputInfoESaIS3_EE",
            "_ZN2rk2nn8Exection3RunEv",
            "_ZN2rk2nn8Exection10GetOutputsESt6vectorINS0_10OutputInfoESaIS3_EE");

    @TempDir
    private Path directory;

    /** A shared library with these functions, which needs others of the directory. */
    private Path library(String name, Stream<String> functions, String... needed) throws IOException {
        var source = directory.resolve(name + ".cc");
        Files.writeString(
                source, functions.map(f -> "extern \"C\" void " + f + "() {}\n").collect(Collectors.joining()));
        var file = directory.resolve(name);
        var words = new ArrayList<>(List.of(
                COMPILER,
                "-shared",
                "-fPIC",
                "-Wl,--no-as-needed",
                "-Wl,-soname," + name,
                source.toString(),
                "-o",
                file.toString()));
        for (var other : needed) {
            words.add(directory.resolve(other).toString());
        }
        var log = directory.resolve("compiler.log");
        try {
            var compiler = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(compiler.waitFor()).as(Files.readString(log)).isZero();
        } catch (IOException e) {
            assumeTrue(false, "skipped: no " + COMPILER + " on the path to build a library with (Debian package g++)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return file;
    }

    private static Availability probe(Path library) {
        return new RknpuBackendProvider()
                .probe(new BackendOptions(1, Map.of("rknpu.library", library.toString(), "rknpu.device", "none")));
    }

    @Test
    void aLibraryThatLacksAFunctionIsNotAvailableAndTheFunctionIsNamed() throws IOException {
        var library = library("librknpu_ddk.so", FUNCTIONS.stream().filter(Predicate.not(LOAD_CACHE::equals)));
        assertThat(probe(library))
                .isEqualTo(new Availability.Unavailable(
                        library + " has no function " + LOAD_CACHE,
                        "use librknpu_ddk.so of airockchip/rknpu_ddk, December 2020, of this processor's word size"));
        assertThatThrownBy(() -> DdkLibrary.open(library, List.of()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("backend rknpu: the library has no function " + LOAD_CACHE
                        + "; expected librknpu_ddk.so of airockchip/rknpu_ddk, December 2020");
    }

    @Test
    void aLibraryWithAllFunctionsIsAvailable() throws IOException {
        var library = library("librknpu_ddk.so", FUNCTIONS.stream());
        assertThat(probe(library)).isEqualTo(new Availability.Available(List.of("library " + library)));
    }

    @Test
    void librariesBesideItAreFoundByOpeningThemFirst() throws IOException {
        var openVx = ValueLayout.ADDRESS.byteSize() == 8 ? "libOpenVX.so" : "libOpenVX.so.1.2";
        library("libGAL.so", Stream.of("gal"));
        library("libVSC.so", Stream.of("vsc"), "libGAL.so");
        library(openVx, Stream.of("vx"), "libVSC.so", "libGAL.so");
        var library = library("librknpu_ddk.so", FUNCTIONS.stream(), openVx);
        assertThatThrownBy(() -> DdkLibrary.open(library, List.of()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("backend rknpu: cannot load " + library
                        + ": it is not a library for this processor, or a library that it needs is missing;"
                        + " 'touchstone doctor rknpu' says which");

        var search = new LibrarySearch(Optional.of(library), "", directory.resolve("elsewhere"), List.of());
        assertThat(DdkLibrary.open(library, search.dependencies(library))).isNotNull();
    }

    @Test
    void aFileThatIsNoLibraryLacksEverything() throws IOException {
        var file = Files.writeString(directory.resolve("librknpu_ddk.so"), "text");
        assertThat(probe(file))
                .hasToString(new Availability.Unavailable(
                                file + " has no function _ZN2rk2nn5GraphC1Ev",
                                "use librknpu_ddk.so of airockchip/rknpu_ddk, December 2020, of this processor's word size")
                        .toString());
    }
}
