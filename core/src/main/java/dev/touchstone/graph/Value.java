package dev.touchstone.graph;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a graph, under a name that is unique there.
 *
 * @param constant the elements, if they are part of the graph; shared, never written
 * @param range the largest magnitude that calibration recorded for this tensor, if the model says so
 */
public record Value(
        String name,
        TensorType type,
        @Nullable Tensor constant,
        @Nullable Float range) {
    public Value {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        if (constant != null && !constant.type().equals(type)) {
            throw new InvalidGraphException(
                    "constant " + name + " is declared as " + type + ", its tensor is " + constant.type());
        }
    }

    /** A tensor that is computed or fed. */
    public static Value variable(String name, TensorType type) {
        return new Value(name, type, null, null);
    }

    /** A tensor that is part of the graph; shared, never written. */
    public static Value constant(String name, Tensor tensor) {
        return new Value(name, tensor.type(), tensor, null);
    }

    /** Whether the elements are part of the graph. */
    public boolean isConstant() {
        return constant != null;
    }

    /** The same value with another type; a constant's memory is read by the new type, which must have its size. */
    public Value withType(TensorType newType) {
        return new Value(name, newType, constant == null ? null : constant.as(newType), range);
    }

    /** The same value under another name. */
    public Value withName(String newName) {
        return new Value(newName, type, constant, range);
    }

    /** The same value with another recorded magnitude, or none. */
    public Value withRange(@Nullable Float newRange) {
        return new Value(name, type, constant, newRange);
    }

    /** Of the name alone: it tells the values of a graph apart, and the rest holds whole tables of scales. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "%" + name + ": " + type;
    }
}
