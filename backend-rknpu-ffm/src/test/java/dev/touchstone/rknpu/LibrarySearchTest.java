package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order places count, and what is opened before a library. */
final class LibrarySearchTest {
    @TempDir
    private Path root;

    private Path file(String name) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private LibrarySearch search(Optional<Path> given) {
        return new LibrarySearch(
                given,
                root.resolve("first") + ":" + root.resolve("second"),
                root.resolve("application"),
                List.of(root.resolve("usr/lib64"), root.resolve("usr/lib")));
    }

    @Test
    void theFirstPlaceThatHasItCounts() throws IOException {
        var search = search(Optional.empty());
        assertThat(search.find()).isEmpty();
        var inUsrLib = file("usr/lib/librknpu_ddk.so");
        assertThat(search.find()).contains(inUsrLib);
        var inUsrLib64 = file("usr/lib64/librknpu_ddk.so");
        assertThat(search.find()).contains(inUsrLib64);
        var besideTheApplication = file("application/librknpu_ddk.so");
        assertThat(search.find()).contains(besideTheApplication);
        var second = file("second/librknpu_ddk.so");
        assertThat(search.find()).contains(second);
        var first = file("first/librknpu_ddk.so");
        assertThat(search.find()).contains(first);
        var given = file("elsewhere/other-name.so");
        assertThat(search(Optional.of(given)).find()).contains(given);
    }

    @Test
    void aGivenFileThatIsNotThereIsNotReplacedByAnother() throws IOException {
        file("usr/lib/librknpu_ddk.so");
        var search = search(Optional.of(root.resolve("missing.so")));
        assertThat(search.find()).isEmpty();
        assertThat(search.described()).isEqualTo(root.resolve("missing.so").toString());
    }

    @Test
    void aMessageNamesThePlacesInTheirOrder() {
        assertThat(search(Optional.empty()).described().replace(root + "/", ""))
                .isEqualTo("first, second, application, usr/lib64, usr/lib");
    }

    @Test
    void librariesBesideItAreOpenedBeforeItEachAfterThoseThatItNeeds() throws IOException {
        var library = file("application/librknpu_ddk.so");
        var openVx = file("application/libOpenVX.so");
        var gal = file("application/libGAL.so");
        var vsc = file("application/libVSC.so");
        assertThat(search(Optional.empty()).dependencies(library))
                .startsWith(gal, vsc)
                .isSubsetOf(gal, vsc, openVx);
    }

    @Test
    void whereTheLoaderSearchesNothingIsOpenedBefore() throws IOException {
        file("first/libGAL.so");
        file("usr/lib/libGAL.so");
        assertThat(search(Optional.empty()).dependencies(file("first/librknpu_ddk.so")))
                .isEmpty();
        assertThat(search(Optional.empty()).dependencies(file("usr/lib/librknpu_ddk.so")))
                .isEmpty();
    }
}
