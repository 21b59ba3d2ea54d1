package dev.touchstone.paddle.nb;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.source.ElementType;
import dev.touchstone.paddle.source.FaultPlace;
import dev.touchstone.paddle.source.Limit;
import dev.touchstone.paddle.source.ParameterBudget;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes parameters of names, types, extents and bytes, whatever form they are stored in. Each must be declared by the
 * main block, once; the type that counts is the stored one, since variables of int8 weights are declared as float32.
 */
final class ParameterDecoder {
    private final Limit rank;
    private final Limit tensorBytes;
    private final ParameterBudget budget;
    private final Map<String, Variable> declared = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final List<String> converted = new ArrayList<>();

    ParameterDecoder(Block main, ModelLimits limits) {
        rank = new Limit("rank", limits.rank());
        tensorBytes = new Limit("tensorBytes", limits.tensorBytes());
        budget = new ParameterBudget(limits, Runtime.getRuntime().maxMemory());
        main.variables().values().stream()
                .filter(v -> v.persistable() && v.kind() == VarType.Type.LOD_TENSOR_VALUE)
                .forEach(v -> declared.put(v.name(), v));
    }

    /** How many parameters the main block declares. */
    int count() {
        return declared.size();
    }

    /**
     * Adds one.
     *
     * @param type VarType number of its elements, as framework.proto counts
     * @param data little-endian, dense
     */
    void add(String name, int type, List<Long> dims, MemorySegment data, FaultPlace at) {
        Assembly.name(name, "name", at);
        if (!declared.containsKey(name)) {
            throw at.fault("parameter '" + name + "' is not declared in block 0; the file is damaged");
        }
        var element = ElementType.of(type)
                .orElseThrow(() -> at.fault("parameter '" + name + "' has elements of type "
                        + ElementType.describe(type) + "; supported are " + ElementType.readable()));
        var shape = shape(name, dims, at);
        long bytes = (long) shape.elements() * element.bytes();
        if (!tensorBytes.admits(bytes)) {
            throw at.fault(tensorBytes.refusal(bytes, "bytes of one parameter"));
        }
        if (bytes != data.byteSize()) {
            throw at.fault("parameter '" + name + "' of shape " + dims + " takes " + bytes + " bytes, stored are "
                    + data.byteSize() + "; the file is damaged");
        }
        budget.take(bytes, (long) shape.elements() * element.inMemory().bytes(), at);
        var tensor = Tensor.allocate(TensorType.of(element.inMemory(), shape));
        element.decode(data, shape.elements(), tensor, 0);
        if (element.isConverted()) {
            converted.add(name);
        }
        if (tensors.put(name, tensor) != null) {
            throw at.fault("parameter '" + name + "' is stored twice; the file is damaged");
        }
    }

    private Shape shape(String name, List<Long> dims, FaultPlace at) {
        if (!rank.admits(dims.size())) {
            throw at.fault(rank.refusal(dims.size(), "extents"));
        }
        long elements = 1;
        for (long extent : dims) {
            if (extent < 1 || extent > Integer.MAX_VALUE) {
                throw at.fault("parameter '" + name + "': extent " + extent + " is outside 1.." + Integer.MAX_VALUE);
            }
            elements *= extent;
            if (elements > Shape.MAX_ELEMENTS) {
                throw at.fault("parameter '" + name + "': shape " + dims + " has more than " + Shape.MAX_ELEMENTS
                        + " elements, the most that one tensor can hold");
            }
        }
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }

    /** All parameters; fails if a declared one is missing. */
    Map<String, Tensor> finish(FaultPlace at) {
        for (var name : declared.keySet()) {
            if (!tensors.containsKey(name)) {
                throw at.fault("parameter '" + name + "' is declared and not stored; the file is cut off or damaged");
            }
        }
        return tensors;
    }

    /** What a user should know. */
    List<String> warnings() {
        return converted.isEmpty()
                ? List.of()
                : List.of("parameters were converted to wider types of memory: " + converted.size() + ", the first is '"
                        + converted.getFirst() + "'");
    }
}
