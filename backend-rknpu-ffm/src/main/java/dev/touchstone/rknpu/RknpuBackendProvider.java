package dev.touchstone.rknpu;

import dev.touchstone.BackendUnavailableException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The service {@code rknpu}. */
public final class RknpuBackendProvider implements BackendProvider {
    /** Before the processor's backends: whoever has a neural processor wants it used. */
    private static final int PRIORITY = 200;

    private static final String REMEDY = "run 'touchstone doctor rknpu'; docs/rknpu.md says how to prepare a board";

    /** Does nothing. */
    public RknpuBackendProvider() {}

    @Override
    public String name() {
        return "rknpu";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public Optional<String> explainCrash(int exitCode, List<String> lastLines) {
        return CrashMeaning.of(exitCode, lastLines);
    }

    /**
     * Looks for the library, its functions and the device. The library is read, but not loaded, which would run its
     * initializers in this process.
     */
    @Override
    public Availability probe() {
        return probe(BackendOptions.defaults());
    }

    @Override
    public Availability probe(BackendOptions options) {
        try {
            return probe(RknpuSettings.of(options));
        } catch (IllegalArgumentException e) {
            return new Availability.Unavailable(String.valueOf(e.getMessage()), "correct the setting");
        }
    }

    static Availability probe(RknpuSettings settings) {
        var search = LibrarySearch.here(settings.library());
        var library = search.find();
        if (library.isEmpty()) {
            return new Availability.Unavailable("no librknpu_ddk.so in " + search.described(), REMEDY);
        }
        var silenced = SilencedLog.in(System.getenv());
        if (silenced.isPresent()) {
            return new Availability.Unavailable(
                    silenced.get() + " silences the library, which then does not say what it drops", "unset it");
        }
        var missing = DdkLibrary.missingFunction(library.get());
        if (missing.isPresent()) {
            return new Availability.Unavailable(
                    library.get() + " has no function " + missing.get(),
                    "use librknpu_ddk.so of airockchip/rknpu_ddk, December 2020, of this processor's word size");
        }
        var facts = new ArrayList<String>();
        facts.add("library " + library.get());
        var node = settings.deviceNodes().stream().filter(Files::exists).findFirst();
        if (node.isPresent()) {
            if (!Files.isReadable(node.get()) || !Files.isWritable(node.get())) {
                return new Availability.Unavailable(
                        "device " + node.get() + " may not be read and written by this user", REMEDY);
            }
            facts.add("device " + node.get());
        } else if (!settings.deviceNodes().isEmpty()) {
            return new Availability.Unavailable(
                    "no device: none of "
                            + String.join(
                                    ", ",
                                    settings.deviceNodes().stream()
                                            .map(Path::toString)
                                            .toList())
                            + " exists",
                    REMEDY);
        }
        return new Availability.Available(facts);
    }

    @Override
    public Backend open(BackendOptions options) {
        var settings = RknpuSettings.of(options);
        if (probe(settings) instanceof Availability.Unavailable(var reason, var remedy)) {
            throw new BackendUnavailableException(name(), reason + "; " + remedy);
        }
        var search = LibrarySearch.here(settings.library());
        var file = search.find().orElseThrow();
        var library = DeviceThread.call(() -> DdkLibrary.open(file, search.dependencies(file)));
        return new RknpuBackend(library, file, settings);
    }
}
