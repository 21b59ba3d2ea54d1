package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Program;
import java.util.List;
import java.util.Map;

/**
 * A program with quantization operators, and what was done to get there.
 *
 * @param weights what became of each quantized weight, by parameter name
 * @param products the convolutions and products that were quantized, as they were before
 * @param leftFloat the operators that were not quantized
 * @param dequantized by the name of a result, the variable that holds it as real numbers again
 */
public record QuantizedProgram(
        Program program,
        Map<String, WeightQuantization> weights,
        List<WeightedOp> products,
        List<LeftFloat> leftFloat,
        Map<String, String> dequantized) {
    /** Copies lists and maps. */
    public QuantizedProgram {
        weights = Map.copyOf(weights);
        products = List.copyOf(products);
        leftFloat = List.copyOf(leftFloat);
        dequantized = Map.copyOf(dequantized);
    }
}
