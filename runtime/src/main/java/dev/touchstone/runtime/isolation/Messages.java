package dev.touchstone.runtime.isolation;

import dev.touchstone.TouchstoneVersion;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.NumericProfile;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;

/** The payloads that are single records, as {@link RecordCodec} writes them. */
final class Messages {
    /** Changes whenever a byte of the protocol changes its meaning. */
    static final int PROTOCOL = 1;

    private Messages() {}

    /**
     * Who answers.
     *
     * @param protocol {@link #PROTOCOL} of the host; the first component in every version
     * @param version of Touchstone, for messages
     * @param pid of the host, on its machine
     * @param byteOrder of the elements of tensors
     */
    record Hello(int protocol, String version, long pid, String byteOrder) {
        static Hello ofThisProcess() {
            return new Hello(
                    PROTOCOL,
                    TouchstoneVersion.number(),
                    ProcessHandle.current().pid(),
                    ByteOrder.nativeOrder().toString());
        }
    }

    /** One of {@link BackendOptions#settings}. */
    record Setting(String name, String value) {}

    /** Which backend to open, and how. */
    record Open(String backend, int threads, List<Setting> settings) {
        static Open of(String backend, BackendOptions options) {
            return new Open(
                    backend,
                    options.threads(),
                    options.settings().entrySet().stream()
                            .map(e -> new Setting(e.getKey(), e.getValue()))
                            .toList());
        }

        /** What the backend is told: it has the process to itself. */
        BackendOptions options() {
            var all = new HashMap<String, String>();
            settings.forEach(s -> all.put(s.name(), s.value()));
            all.put(BackendOptions.OWN_PROCESS, "true");
            return new BackendOptions(threads, all);
        }
    }

    /**
     * An opened backend.
     *
     * @param backend its number
     */
    record Opened(int backend, NumericProfile profile) {}

    /**
     * What stands in front of a graph in a COMPILE frame.
     *
     * @param buffers a file with room for inputs and outputs that both sides map, laid out as {@link TensorBuffers} says;
     *     empty if elements come as DATA
     */
    record Compile(int backend, String buffers) {}

    /**
     * A run.
     *
     * @param watch whether to report nodes
     */
    record Run(int graph, boolean watch) {}
}
