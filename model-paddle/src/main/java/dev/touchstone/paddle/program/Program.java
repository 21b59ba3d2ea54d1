package dev.touchstone.paddle.program;

import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A program with its parameters.
 *
 * @param source the program file, or {@code bytes}: for messages
 * @param name short name of the model: for listings
 * @param version {@code major * 1000000 + minor * 1000 + patch}, 0 if not said
 * @param blocks block 0 is the main one; not empty
 * @param parameters by variable name; float16, bfloat16 and float64 were converted to float32
 * @param warnings what the reader noticed, one sentence each
 */
public record Program(
        String source,
        String name,
        long version,
        List<Block> blocks,
        Map<String, Tensor> parameters,
        List<String> warnings) {
    public Program {
        blocks = List.copyOf(blocks);
        parameters = Map.copyOf(parameters);
        warnings = List.copyOf(warnings);
    }
}
