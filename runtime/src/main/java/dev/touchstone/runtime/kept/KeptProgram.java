package dev.touchstone.runtime.kept;

import dev.touchstone.graph.Value;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * What a session knows of a program that one backend computes as a whole.
 *
 * @param graph the name of its graph
 * @param precision it computes in
 * @param notes on how the model was prepared
 * @param inputs of the graph, in order
 * @param outputs of the graph, in order; none is a constant or an input
 * @param partInputs what the backend reads, in its order
 * @param partOutputs what the backend computes, in its order
 * @param nodes of the graph, in order
 */
public record KeptProgram(
        String graph,
        Precision precision,
        List<String> notes,
        List<Value> inputs,
        List<Value> outputs,
        List<Value> partInputs,
        List<Value> partOutputs,
        List<NodeName> nodes) {
    /** A node and its operator. */
    public record NodeName(String node, String operator) {}

    public KeptProgram {
        notes = List.copyOf(notes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        partInputs = List.copyOf(partInputs);
        partOutputs = List.copyOf(partOutputs);
        nodes = List.copyOf(nodes);
    }

    void write(DataOutputStream out) throws IOException {
        Texts.write(out, graph);
        Texts.write(out, precision.name());
        Texts.writeAll(out, notes, Texts::write);
        Texts.writeAll(out, inputs, KeptProgram::writeValue);
        Texts.writeAll(out, outputs, KeptProgram::writeValue);
        Texts.writeAll(out, partInputs, KeptProgram::writeValue);
        Texts.writeAll(out, partOutputs, KeptProgram::writeValue);
        Texts.writeAll(out, nodes, (o, node) -> {
            Texts.write(o, node.node());
            Texts.write(o, node.operator());
        });
    }

    static KeptProgram read(DataInputStream in) throws IOException {
        return new KeptProgram(
                Texts.read(in),
                Precision.valueOf(Texts.read(in)),
                Texts.readAll(in, Texts::read),
                Texts.readAll(in, KeptProgram::readValue),
                Texts.readAll(in, KeptProgram::readValue),
                Texts.readAll(in, KeptProgram::readValue),
                Texts.readAll(in, KeptProgram::readValue),
                Texts.readAll(in, i -> new NodeName(Texts.read(i), Texts.read(i))));
    }

    private static void writeValue(DataOutputStream out, Value value) throws IOException {
        var type = value.type();
        Texts.write(out, value.name());
        Texts.write(out, type.dataType().name());
        out.writeInt(type.rank());
        for (int axis = 0; axis < type.rank(); axis++) {
            out.writeInt(type.shape().extent(axis));
        }
        switch (type.quantization()) {
            case null -> out.writeBoolean(false);
            case Quantization.PerTensor q -> {
                out.writeBoolean(true);
                out.writeFloat(q.scale());
                out.writeInt(q.zeroPoint());
            }
            case Quantization.PerChannel q ->
                throw new IOException(value + " has " + q + ", which only weights may have");
        }
    }

    private static Value readValue(DataInputStream in) throws IOException {
        var name = Texts.read(in);
        var dataType = DataType.valueOf(Texts.read(in));
        var extents = new int[in.readInt()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = in.readInt();
        }
        var quantization = in.readBoolean() ? new Quantization.PerTensor(in.readFloat(), in.readInt()) : null;
        return Value.variable(name, new TensorType(dataType, Shape.of(extents), quantization));
    }
}
