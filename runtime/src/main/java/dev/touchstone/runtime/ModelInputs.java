package dev.touchstone.runtime;

import dev.touchstone.InvalidInputException;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model takes: checks what a caller gives, and says what is wrong with it. */
final class ModelInputs {
    private final String model;
    private final List<Endpoint> endpoints;

    ModelInputs(Model model) {
        this.model = model.name();
        this.endpoints = model.inputs();
    }

    /** The tensors in the model's order. */
    List<Tensor> inOrder(Map<String, Tensor> given) {
        for (var name : given.keySet()) {
            if (endpoints.stream().noneMatch(e -> e.name().equals(name))) {
                throw new InvalidInputException(
                        model + ": there is no input " + name + "; the model takes " + expected());
            }
        }
        var ordered = new ArrayList<Tensor>();
        for (var endpoint : endpoints) {
            var tensor = given.get(endpoint.name());
            if (tensor == null) {
                throw new InvalidInputException(
                        model + ": input " + endpoint.name() + " is missing; the model takes " + expected());
            }
            ordered.add(tensor);
        }
        return ordered;
    }

    /** The shapes by name, if number, types and shapes are such as the model declares. */
    Map<String, Shape> shapes(List<Tensor> ordered) {
        if (ordered.size() != endpoints.size()) {
            throw new InvalidInputException(model + ": number of inputs is " + ordered.size() + "; expected "
                    + endpoints.size() + ": " + expected());
        }
        var shapes = new LinkedHashMap<String, Shape>();
        for (int i = 0; i < ordered.size(); i++) {
            var endpoint = endpoints.get(i);
            var tensor = ordered.get(i);
            if (tensor.type().dataType() != endpoint.dataType() || !fits(tensor.shape(), endpoint)) {
                throw new InvalidInputException(
                        model + ": input " + endpoint.name() + " is " + tensor.type() + "; expected "
                                + endpoint.toString().substring(endpoint.name().length() + 2));
            }
            shapes.put(endpoint.name(), tensor.shape());
        }
        return shapes;
    }

    private static boolean fits(Shape shape, Endpoint endpoint) {
        var extents = endpoint.extents();
        if (shape.rank() != extents.size()) {
            return false;
        }
        for (int i = 0; i < extents.size(); i++) {
            if (extents.get(i) >= 0 && extents.get(i) != shape.extent(i)) {
                return false;
            }
        }
        return true;
    }

    /** The tensors as the types that a program's inputs have: the same memory, with the scale that the model gives. */
    List<Tensor> typed(List<Tensor> ordered, List<Value> inputs) {
        var typed = new ArrayList<Tensor>();
        for (int i = 0; i < ordered.size(); i++) {
            var given = ordered.get(i).type();
            var type = inputs.get(i).type();
            boolean otherScale =
                    given.quantization() != null && !given.quantization().equals(type.quantization());
            if (given.dataType() != type.dataType() || otherScale) {
                throw new InvalidInputException(
                        model + ": input " + endpoints.get(i).name() + " is " + given + "; expected " + type);
            }
            typed.add(ordered.get(i).as(type));
        }
        return typed;
    }

    /** Shapes as declared, with open extents set to 1. */
    Map<String, Shape> defaultShapes() {
        var shapes = new LinkedHashMap<String, Shape>();
        for (var endpoint : endpoints) {
            shapes.put(
                    endpoint.name(),
                    Shape.of(endpoint.extents().stream().map(e -> e < 0 ? 1 : e).toList()));
        }
        return shapes;
    }

    /** The inputs with open extents besides the first one; such shapes are anybody's guess. */
    List<Endpoint> open() {
        return endpoints.stream()
                .filter(e -> e.extents().stream().skip(1).anyMatch(x -> x < 0))
                .toList();
    }

    private String expected() {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }
}
