package dev.touchstone.model;

import dev.touchstone.ModelFormatException;
import dev.touchstone.ServiceSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Reads a model whose format is not known beforehand: asks every {@link ModelReader} on the class path or module path
 * whether it recognises the path. Thread-safe.
 */
public final class Models {
    /** After so many broken readers the rest of the class path is not searched. */
    private static final int MAX_BROKEN = 64;

    private final List<ModelReader> readers;
    private final List<String> broken;

    Models(List<ModelReader> readers, List<String> broken) {
        this.readers = List.copyOf(readers);
        this.broken = List.copyOf(broken);
    }

    /** As {@link #read(Path, Optional, ModelLimits)}, with the usual parameter file and the default limits. */
    public static Model read(Path path) {
        return read(path, Optional.empty(), ModelLimits.defaults());
    }

    /**
     * Reads a model with the one reader that recognises it.
     *
     * @param path a file or directory
     * @param parameters the file with all parameters, where it is not at the format's usual place
     * @throws ModelFormatException if the path does not exist, if no reader or more than one recognises it, if there is
     *     no reader at all, or if the content is not what the format allows
     * @throws dev.touchstone.UnsupportedOperatorException if the model needs what no lowering exists for
     */
    public static Model read(Path path, Optional<Path> parameters, ModelLimits limits) {
        var readers = ServiceSearch.onlyLayer()
                .map(layer -> ServiceLoader.load(layer, ModelReader.class))
                .orElseGet(() -> ServiceLoader.load(ModelReader.class));
        return find(readers).readWithOne(path, parameters, limits);
    }

    /** The readers of a service loader; one that cannot be made does not hide the others. */
    static Models find(ServiceLoader<ModelReader> services) {
        var readers = new ArrayList<ModelReader>();
        var broken = new ArrayList<String>();
        for (var candidates = services.stream().iterator(); broken.size() < MAX_BROKEN; ) {
            try {
                if (!candidates.hasNext()) {
                    break;
                }
                readers.add(candidates.next().get());
            } catch (ServiceConfigurationError e) {
                broken.add(e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + e.getCause());
            }
        }
        return new Models(readers, broken);
    }

    Model readWithOne(Path path, Optional<Path> parameters, ModelLimits limits) {
        if (readers.isEmpty()) {
            throw new ModelFormatException(
                    path.toString(),
                    "there is no model reader on the class path or module path; add one, for Paddle models"
                            + " touchstone-model-paddle" + brokenReaders());
        }
        requireExists(path);
        parameters.ifPresent(Models::requireExists);
        var able = readers.stream().filter(r -> r.recognises(path)).toList();
        if (able.isEmpty()) {
            throw new ModelFormatException(
                    path.toString(),
                    "is no model of a known format; formats with a reader: " + formats(readers) + brokenReaders());
        }
        if (able.size() > 1) {
            throw new ModelFormatException(
                    path.toString(),
                    "is recognised by several readers: " + formats(able) + "; call the read method of the right one");
        }
        return able.getFirst().read(path, parameters, limits);
    }

    private static void requireExists(Path path) {
        if (!Files.exists(path)) {
            throw new ModelFormatException(path.toString(), "does not exist; expected a file or a directory");
        }
    }

    private String brokenReaders() {
        return broken.isEmpty() ? "" : "; broken readers: " + String.join("; ", broken);
    }

    private static String formats(List<ModelReader> readers) {
        return readers.stream().map(ModelReader::format).sorted().collect(Collectors.joining(", "));
    }
}
