package dev.touchstone.paddle.lowering;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.file.ProgramReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/** The networks that native Paddle's results exist for. */
final class Networks {
    private Networks() {}

    static PaddleModel open(Path path) {
        return PaddleModel.of(new ProgramReader(ModelLimits.defaults()).read(path, Optional.empty()), Optional.empty());
    }

    /** The network's directory, unpacked into a scratch directory and completed; the test is skipped without it. */
    static Path directory(String network, Path scratch) throws IOException {
        return switch (network) {
            case "mobilenet_v1_int8_224_cpu" -> {
                var program = unpack("mobilenet_v1_int8_224_cpu_program", scratch);
                var parameters = unpack("mobilenet_v1_int8_224", scratch);
                Files.copy(
                        program.resolve("__model__"),
                        parameters.resolve("__model__"),
                        StandardCopyOption.REPLACE_EXISTING);
                yield parameters;
            }
            case "resnet50_int8_224" -> {
                var directory = unpack("resnet50_int8_224_partial", scratch);
                completeResNet(directory);
                yield directory;
            }
            default -> unpack(network, scratch);
        };
    }

    /** Writes the parameters that the archive lacks; their hashes are listed beside it. */
    private static void completeResNet(Path directory) throws IOException {
        for (var line : Files.readAllLines(TestData.outside("models/resnet50_int8_tail.csv"))
                .subList(1, 11)) {
            var fields = line.split(",", -1);
            var extents = Arrays.stream(fields[1].split("x", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            Files.write(directory.resolve(fields[0]), SeededParameters.file(fields[0], extents));
        }
    }

    private static Path unpack(String archive, Path scratch) throws IOException {
        return TestData.unpack(TestData.outside("models/" + archive + ".zip"), scratch.toRealPath());
    }
}
