package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("vendor")
class NetworkCacheTest {
    private static final TensorType TYPE = TensorType.int8(Shape.of(1, 2, 2, 2), 0.5f);

    @TempDir
    private Path directory;

    @Test
    void theSecondStartLoadsWhatTheFirstOneBuilt() throws IOException {
        assertThat(run()).containsExactly(0, 0, 2, 3, 0, 127, 6, 0);
        var compiled = file(".nbg");
        var time = Files.getLastModifiedTime(compiled);
        assertThat(run("rknpu.replay", "true")).containsExactly(0, 0, 2, 3, 0, 127, 6, 0);
        assertThat(Files.getLastModifiedTime(compiled)).isEqualTo(time);
    }

    @Test
    void aStampOfAnotherLibraryIsRefusedAndTheNetworkBuiltAgain() throws IOException {
        run();
        var stamp = file(".stamp");
        Files.writeString(stamp, Files.readString(stamp).replaceFirst("library=.", "library=x"));
        assertThat(run()).containsExactly(0, 0, 2, 3, 0, 127, 6, 0);
        assertThat(Files.readString(stamp)).doesNotContain("library=x");
    }

    @Test
    void aDamagedFileIsAnErrorAndNeverReachesTheLibrary() throws IOException {
        run();
        var compiled = file(".nbg");
        byte[] content = Files.readAllBytes(compiled);
        content[content.length - 1] ^= 1;
        Files.write(compiled, content);
        assertThatThrownBy(this::run)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(compiled + " is damaged: its SHA-256 is ")
                .hasMessageContaining("; delete it and ");
    }

    @Test
    void otherResultsThanAtTheMakingAreAnErrorWhereTheUserAsksForAReplay() throws IOException {
        run();
        var stamp = file(".stamp");
        Files.writeString(stamp, Files.readString(stamp).replaceFirst("golden=.", "golden=x"));
        assertThat(run()).containsExactly(0, 0, 2, 3, 0, 127, 6, 0);
        assertThatThrownBy(() -> run("rknpu.replay", "true"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("gives other results than when it was made");
    }

    @Test
    void aRefusalSaysWhatWasAndWhatIs() {
        var network = "0".repeat(64);
        var cache = new NetworkCache(directory, new Stamp(network, "1.0", "abc 1.1.12", "rockchip,rk1808"));
        var stamp = new HashMap<>(Map.of(
                "format", "touchstone-rknpu-cache 1",
                "network", network,
                "touchstone", "1.0",
                "library", "abc 1.1.12",
                "chip", "rockchip,rk1808"));
        assertThat(cache.stale(stamp)).isEmpty();
        stamp.put("touchstone", "0.9");
        assertThat(cache.stale(stamp)).contains("touchstone was 0.9, is 1.0");
        stamp.remove("touchstone");
        assertThat(cache.stale(stamp)).contains("touchstone was missing, is 1.0");
    }

    @Test
    void aStampThatWasCutIsAnErrorThatNamesIt() throws IOException {
        run();
        var stamp = file(".stamp");
        Files.writeString(stamp, Files.readString(stamp).replaceFirst("content=.*\\n", ""));
        assertThatThrownBy(this::run)
                .isInstanceOf(BackendException.class)
                .hasMessageEndingWith(", expected none, because " + stamp.getFileName()
                        + " is incomplete; delete it and " + stamp.getFileName());
    }

    private Path file(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(suffix)).findFirst().orElseThrow();
        }
    }

    private int[] run(String... settings) {
        var all = new String[settings.length + 2];
        System.arraycopy(settings, 0, all, 0, settings.length);
        all[settings.length] = BackendOptions.CACHE_DIRECTORY;
        all[settings.length + 1] = directory.toString();
        var output = Tensor.allocate(TYPE);
        try (var backend = Simulator.backend(all);
                var compiled = backend.compile(graph())) {
            compiled.run(
                    List.of(Tensor.of(TYPE, new byte[] {-1, 0, 2, 3, -127, 127, 6, -7})),
                    List.of(output),
                    RunMonitor.NONE);
        }
        var codes = output.toBytes();
        var numbers = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            numbers[i] = codes[i];
        }
        return numbers;
    }

    private static Graph graph() {
        var builder = new GraphBuilder("relu");
        var x = builder.input("x", TYPE);
        var y = Value.variable("y", TYPE);
        builder.add(new Node("relu", new Relu(), List.of(x), List.of(y)));
        builder.output(y);
        return builder.build();
    }
}
