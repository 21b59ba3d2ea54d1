package dev.touchstone.paddle.file;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.source.ByteSource;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.paddle.source.ParameterBudget;
import dev.touchstone.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the parameters of a program, all out of one budget. */
final class ParameterReader {
    private final ModelLimits limits;

    ParameterReader(ModelLimits limits) {
        this.limits = limits;
    }

    /**
     * What was read.
     *
     * @param tensors by name
     * @param warnings about conversions
     */
    record Values(Map<String, Tensor> tensors, List<String> warnings) {}

    /**
     * One file after another, each with one tensor and nothing else.
     *
     * @param files with all links resolved
     * @param directory what the files are said to be in, in messages
     */
    Values separate(Map<Variable, Path> files, Path directory) {
        var budget = budget();
        var tensors = new LinkedHashMap<String, Tensor>();
        files.forEach((variable, file) -> {
            try (var source =
                    FileSource.open(file, directory.resolve(variable.name()).toString())) {
                var reader = new LodTensorReader(source, limits, budget);
                tensors.put(variable.name(), reader.read(variable));
                reader.requireEnd("parameter '" + variable.name() + "'");
            }
        });
        return values(List.copyOf(files.keySet()), tensors);
    }

    /** One source with a tensor for each variable in this order and nothing else. */
    Values combined(ByteSource source, List<Variable> variables) {
        var reader = new LodTensorReader(source, limits, budget());
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var variable : variables) {
            tensors.put(variable.name(), reader.read(variable));
        }
        reader.requireEnd(variables.isEmpty() ? "an empty list of parameters" : "the last parameter");
        return values(variables, tensors);
    }

    private ParameterBudget budget() {
        return new ParameterBudget(limits, Runtime.getRuntime().maxMemory());
    }

    private static Values values(List<Variable> variables, Map<String, Tensor> tensors) {
        var converted = new EnumMap<ElementType, List<String>>(ElementType.class);
        for (var variable : variables) {
            ElementType.of(variable.dataType())
                    .filter(ElementType::isConverted)
                    .ifPresent(type -> converted
                            .computeIfAbsent(type, t -> new ArrayList<>())
                            .add(variable.name()));
        }
        var warnings = new ArrayList<String>();
        converted.forEach((type, names) -> warnings.add("parameters stored as "
                + type.name().toLowerCase(Locale.ROOT) + " were converted to " + type.inMemory() + ": "
                + names.size() + ", the first is '" + names.get(0) + "'"));
        return new Values(tensors, warnings);
    }
}
