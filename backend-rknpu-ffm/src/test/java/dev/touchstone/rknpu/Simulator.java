package dev.touchstone.rknpu;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The library of {@link TestLibrary}, opened in this process. */
public final class Simulator {
    private Simulator() {}

    /** Its functions. */
    public static DdkLibrary library() {
        return DdkLibrary.open(TestLibrary.file(), List.of());
    }

    /** A backend on it, with further settings: name, value, name, value. */
    static Backend backend(String... settings) {
        var map = new HashMap<>(Map.of("rknpu.library", TestLibrary.file().toString(), "rknpu.device", "none"));
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new RknpuBackendProvider().open(new BackendOptions(1, map));
    }
}
