package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small programs: an image x of two channels, 1x1 convolutions, what is added and relu. */
final class Programs {
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final List<Op> ops = new ArrayList<>();

    Programs() {
        activation("x");
    }

    private void activation(String name) {
        variables.put(name, new Variable(name, 7, 5, List.of(-1L, 2L, 1L, 1L), false, false));
    }

    Programs parameter(String name, float[] values, int... extents) {
        List<Long> dims = new ArrayList<>();
        for (int e : extents) {
            dims.add((long) e);
        }
        variables.put(name, new Variable(name, 7, 5, dims, true, false));
        parameters.put(name, Tensor.of(values, extents));
        return this;
    }

    Programs conv(String input, String filter, String output) {
        return op("conv2d", Map.of("Input", List.of(input), "Filter", List.of(filter)), "Output", output, Map.of());
    }

    Programs add(String input, String bias, String output) {
        return op(
                "elementwise_add",
                Map.of("X", List.of(input), "Y", List.of(bias)),
                "Out",
                output,
                Map.of("axis", new Attribute.Int(1)));
    }

    Programs relu(String input, String output) {
        return op("relu", Map.of("X", List.of(input)), "Out", output, Map.of());
    }

    Programs batchNorm(String input, String prefix, String output) {
        return op(
                "batch_norm",
                Map.of(
                        "X", List.of(input),
                        "Scale", List.of(prefix + "_scale"),
                        "Bias", List.of(prefix + "_bias"),
                        "Mean", List.of(prefix + "_mean"),
                        "Variance", List.of(prefix + "_variance")),
                "Y",
                output,
                Map.of("epsilon", new Attribute.Real(0), "is_test", new Attribute.Flag(true)));
    }

    Programs op(
            String type,
            Map<String, List<String>> inputs,
            String slot,
            String output,
            Map<String, Attribute> attributes) {
        activation(output);
        ops.add(new Op(0, ops.size(), type, inputs, Map.of(slot, List.of(output)), attributes));
        return this;
    }

    ProgramEdit edit() {
        var block = new Block(0, -1, variables, ops);
        return new ProgramEdit(new Program("test", "test", 0, List.of(block), parameters, List.of()));
    }
}
