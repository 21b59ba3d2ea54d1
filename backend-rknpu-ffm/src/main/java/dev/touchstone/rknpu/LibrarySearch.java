package dev.touchstone.rknpu;

import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where librknpu_ddk.so is looked for, and which libraries must be opened before it. */
final class LibrarySearch {
    private static final String NAME = "librknpu_ddk.so";

    /** Each needs only earlier ones. */
    private static final List<String> DEPENDENCIES = ValueLayout.ADDRESS.byteSize() == 8
            ? List.of("libGAL.so", "libVSC.so", "libOpenVX.so")
            : List.of("libGAL.so", "libVSC.so", "libNNArchPerf.so", "libArchModelSw.so", "libOpenVX.so.1.2");

    private final Optional<Path> given;
    private final List<Path> loaderPath;
    private final List<Path> system;
    private final Path application;

    LibrarySearch(Optional<Path> given, String loaderPath, Path application, List<Path> system) {
        this.given = given;
        this.loaderPath = Stream.of(loaderPath.split(":"))
                .filter(d -> !d.isEmpty())
                .map(Path::of)
                .toList();
        this.application = application;
        this.system = system;
    }

    /** In this process. */
    static LibrarySearch here(Optional<Path> given) {
        var path = System.getenv("LD_LIBRARY_PATH");
        return new LibrarySearch(
                given,
                path == null ? "" : path,
                Path.of(System.getProperty("touchstone.home", "")),
                List.of(Path.of("/usr/lib64"), Path.of("/usr/lib")));
    }

    /** The first file of that name: the one that was given, LD_LIBRARY_PATH, the application's directory, the system's. */
    Optional<Path> find() {
        return given.isPresent()
                ? given.filter(Files::isRegularFile).map(Path::toAbsolutePath)
                : places().stream()
                        .map(d -> d.resolve(NAME).toAbsolutePath())
                        .filter(Files::isRegularFile)
                        .findFirst();
    }

    private List<Path> places() {
        var places = new ArrayList<>(loaderPath);
        places.add(application);
        places.addAll(system);
        return places;
    }

    /** Where {@link #find} looks, for a message. */
    String described() {
        return given.map(Path::toString)
                .orElseGet(() -> String.join(
                        ", ",
                        places().stream()
                                .map(p -> p.toAbsolutePath().toString())
                                .toList()));
    }

    /** What to open before a library whose directory the loader does not search. */
    List<Path> dependencies(Path library) {
        var directory = library.toAbsolutePath().getParent();
        if (directory == null || loaderPath.contains(directory) || system.contains(directory)) {
            return List.of();
        }
        return DEPENDENCIES.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }
}
