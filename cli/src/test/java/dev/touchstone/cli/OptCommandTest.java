package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.TouchstoneException;
import dev.touchstone.model.Model;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptCommandTest {
    private static final Path MODELS = Checkout.ROOT.resolve("models/fashion");

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({"model_fp32, naive_buffer", "model_fp32, protobuf", "model_int8, naive_buffer", "model_int8, protobuf"})
    void whatItWritesComputesTheSameBits(String name, String type) {
        assertSameResults(MODELS.resolve(name), type, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "mobilenet_v1_int8_224, naive_buffer",
        "mobilenet_v1_int8_224, protobuf",
        "shufflenet_v2_int8_224, naive_buffer",
        "shufflenet_v2_int8_224, protobuf",
        "mobilenet_v1_fp32_224, naive_buffer",
        "mobilenet_v1_fp32_224, protobuf",
        "cifar_resnet32_fp32, naive_buffer",
        "cifar_resnet32_fp32, protobuf"
    })
    void soItDoesForLargeModels(String name, String type) throws IOException {
        assertSameResults(unpack(SharedData.require("models/" + name + ".zip")), type, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"naive_buffer", "protobuf"})
    void soItDoesForAFileOfPaddleLites(String type) {
        assertSameResults(
                SharedData.require("models/ppocr_mobile_v2.0_cls_opt.nb"), type, Map.of("x", Shape.of(1, 3, 48, 192)));
    }

    private void assertSameResults(Path model, String type, Map<String, Shape> shapes) {
        var cli = opt(model, type, scratch.resolve("out"));
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        var written = type.equals("protobuf") ? scratch.resolve("out") : scratch.resolve("out.nb");
        for (var precision : Precision.values()) {
            assertThat(results(Models.read(written), precision, shapes))
                    .as("%s", precision)
                    .isEqualTo(results(Models.read(model), precision, shapes));
        }
    }

    private static Cli opt(Path model, String type, Path out) {
        return Cli.run(
                "opt",
                "--model_dir",
                model.toString(),
                "--valid_targets=rknpu,arm",
                "--optimize_out_type=" + type,
                "--optimize_out",
                out.toString());
    }

    /** The bits of all outputs, or what is refused. */
    private static List<Object> results(Model model, Precision precision, Map<String, Shape> shapes) {
        var inputs = new ArrayList<Tensor>();
        for (var value : model.graph(shapes).inputs()) {
            var tensor = Tensor.allocate(value.type());
            var random = new SplittableRandom(7);
            for (int i = 0; i < tensor.shape().elements(); i++) {
                tensor.floats()[i] = (float) random.nextDouble(-2, 2);
            }
            inputs.add(tensor);
        }
        try (var session = Session.open(model, SessionOptions.defaults().withPrecision(precision))) {
            var bits = new ArrayList<Object>();
            for (var output : session.run(inputs).asList()) {
                bits.add(output.type());
                for (int element : output.segment().toArray(ValueLayout.JAVA_INT_UNALIGNED)) {
                    bits.add(element);
                }
            }
            return bits;
        } catch (TouchstoneException e) {
            return List.of(e.getClass());
        }
    }

    private Path unpack(Path archive) throws IOException {
        var first = Optional.<Path>empty();
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = scratch.resolve(entry.getName());
                first = first.or(() -> Optional.of(file))
                        .map(f -> scratch.resolve(scratch.relativize(f).getName(0)));
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        return first.orElseThrow();
    }

    @Test
    void saysWhatItDid() {
        var cli = opt(MODELS.resolve("model_int8"), "naive_buffer", scratch.resolve("net"));
        assertThat(cli.outLines())
                .startsWith("model: model_int8, 35 operators, 48 parameters")
                .contains("rknpu: 35 operators in 1 parts", "arm: 0 operators")
                .endsWith("written: " + scratch.resolve("net.nb"));
    }

    @Test
    void saysWhyAnOperatorIsNotOnTheNeuralProcessor() throws IOException {
        var partition = Files.writeString(scratch.resolve("partition.txt"), "softmax\nconcat\n");
        var cli = Cli.run(
                "opt",
                "--model_dir",
                MODELS.resolve("model_int8").toString(),
                "--valid_targets=rknpu,arm",
                "--subgraph_partition_config_file",
                partition.toString(),
                "--optimize_out",
                scratch.resolve("net").toString());

        assertThat(cli.outLines())
                .contains(
                        "- excluded by 'concat' of the partition file: concat3 (concat)",
                        "- excluded by 'softmax' of the partition file: prob (softmax)");
        assertSameBits(scratch.resolve("net.nb"));
    }

    private static void assertSameBits(Path written) {
        assertThat(results(Models.read(written), Precision.FULL_INT8, Map.of()))
                .isEqualTo(results(Models.read(MODELS.resolve("model_int8")), Precision.FULL_INT8, Map.of()));
    }

    @Test
    void leavesAFloatModelToTheProcessor() {
        var cli = opt(MODELS.resolve("model_fp32"), "naive_buffer", scratch.resolve("net"));
        assertThat(cli.out()).contains("the model is not quantized, and a neural processor computes in int8");
    }

    @Test
    void whatItWroteRunsWithoutOptions() {
        opt(MODELS.resolve("model_int8"), "naive_buffer", scratch.resolve("net"));
        var picture = MODELS.resolve("drawn/samples_large/09_ankle_boot.png").toString();
        var cli = Cli.run("classify", "--model", scratch.resolve("net.nb").toString(), "--image", picture);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("Top0 Ankle boot");
    }

    @Test
    void writesTheSameBytesEveryTime() throws IOException {
        opt(MODELS.resolve("model_int8"), "naive_buffer", scratch.resolve("a"));
        opt(MODELS.resolve("model_int8"), "naive_buffer", scratch.resolve("b"));
        assertThat(Files.mismatch(scratch.resolve("a.nb"), scratch.resolve("b.nb")))
                .isEqualTo(-1);
    }

    @Test
    void listsOperators() {
        assertThat(Cli.run("opt", "--print_all_ops").out()).containsPattern("(?m)^ +conv2d  Y +Y$");
        assertThat(Cli.run("opt", "--print_supported_ops=true", "--valid_targets=rknpu")
                        .out())
                .startsWith("Operators on rknpu: 23");
        assertThat(Cli.run(
                                "opt",
                                "--print_model_ops",
                                "--model_dir",
                                MODELS.resolve("model_fp32").toString())
                        .out())
                .contains("All of them are supported.");
    }

    @Test
    void namesAWrongTarget() {
        var cli = Cli.run("opt", "--valid_targets=opencl,arm", "--print_all_ops");
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.notes().getFirst())
                .isEqualTo("touchstone opt: --valid_targets: 'opencl' is no target; expected some of arm, x86, host,"
                        + " rknpu, rockchip_npu");
    }
}
