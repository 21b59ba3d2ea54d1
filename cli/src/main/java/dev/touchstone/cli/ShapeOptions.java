package dev.touchstone.cli;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Options that give shapes to inputs whose extents the model leaves open. */
final class ShapeOptions implements Options {
    private Map<String, Shape> shapes = Map.of();

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.mapOf(String.class, Shape.class, "--shape")
                .label("NAME=NxN")
                .converter(new NameConverter(), new ShapeConverter())
                .text("Shape of one input, where the model leaves it open: image=1x3x224x224.")
                .to(v -> shapes = v));
    }

    Optional<Shape> of(Endpoint input) {
        return Optional.ofNullable(shapes.get(input.name()));
    }

    /** The shape as declared, with open extents set to 1. */
    static Shape declared(Endpoint input) {
        return Shape.of(input.extents().stream().map(e -> Math.max(e, 1)).toList());
    }

    /** Refuses shapes for inputs that the model does not have. */
    void check(OutputOptions output, Model model) {
        requireInputs(output, model, "--shape", shapes.keySet());
    }

    static void requireInputs(OutputOptions output, Model model, String option, Iterable<String> names) {
        for (var name : names) {
            if (model.inputs().stream().noneMatch(e -> e.name().equals(name))) {
                throw new ParameterException(
                        output.command(),
                        option + " names the input '" + name + "', which the model does not have; it takes "
                                + model.inputs());
            }
        }
    }

    /** The key of an option NAME=VALUE. */
    static final class NameConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text;
        }
    }

    /** Reads {@code 1x3x224x224}. */
    static final class ShapeConverter implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            try {
                return Shape.of(Arrays.stream(text.split("x", -1))
                        .mapToLong(Long::parseLong)
                        .toArray());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no shape; expected extents like 1x3x224x224");
            } catch (InvalidGraphException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
