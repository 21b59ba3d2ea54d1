package dev.touchstone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.Optional;

/** Which Touchstone this is. The compiler writes it into the description of the module, wherever that is found. */
public final class TouchstoneVersion {
    private static final String DESCRIPTION = "module-info.class";

    private TouchstoneVersion() {}

    /** For example {@code 0.1.0}; {@code unknown} where classes were compiled without it. */
    public static String number() {
        return descriptor().flatMap(ModuleDescriptor::rawVersion).orElse("unknown");
    }

    private static Optional<ModuleDescriptor> descriptor() {
        var module = TouchstoneVersion.class.getModule();
        if (module.isNamed()) {
            return Optional.of(module.getDescriptor());
        }
        // On the class path many have a file of that name: ours stands where this class does.
        var here = String.valueOf(TouchstoneVersion.class.getResource("TouchstoneVersion.class"));
        var path = TouchstoneVersion.class.getName().replace('.', '/') + ".class";
        if (!here.endsWith(path)) {
            return Optional.empty();
        }
        var url = URI.create(here.substring(0, here.length() - path.length()) + DESCRIPTION);
        try (var in = url.toURL().openStream()) {
            return Optional.of(ModuleDescriptor.read(in));
        } catch (java.io.FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
