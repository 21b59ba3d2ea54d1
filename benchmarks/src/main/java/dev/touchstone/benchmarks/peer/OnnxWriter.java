package dev.touchstone.benchmarks.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX model, as far as a peer's benchmark needs it. The field numbers are those of onnx.proto3; protobuf
 * messages of one kind are collected as bytes, so that no generated classes are needed for this one use.
 */
final class OnnxWriter {
    /** The domain of ONNX Runtime's own quantized operators. */
    static final String MICROSOFT = "com.microsoft";

    private static final int OPSET = 13;
    private static final int IR_VERSION = 8;

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;
    private static final int INT32 = 6;

    /** AttributeProto's type of one integer, and of a list of them. */
    private static final int TYPE_INT = 2;

    private static final int TYPE_INTS = 7;

    private final Message graph = new Message();
    private int names;

    /** One attribute of whole numbers: a scalar if {@code list} is false. */
    record Attribute(String name, boolean list, long... values) {
        static Attribute one(String name, long value) {
            return new Attribute(name, false, value);
        }

        static Attribute list(String name, long... values) {
            return new Attribute(name, true, values);
        }
    }

    OnnxWriter(String name) {
        graph.text(2, name);
    }

    void input(String name, int... extents) {
        graph.message(11, valueInfo(name, extents));
    }

    void output(String name, int... extents) {
        graph.message(12, valueInfo(name, extents));
    }

    /** Adds a node with one output. */
    void node(String domain, String operator, String output, List<Attribute> attributes, String... inputs) {
        var node = new Message();
        for (var input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(3, fresh("node")).text(4, operator);
        for (var attribute : attributes) {
            var message = new Message().text(1, attribute.name());
            for (long value : attribute.values()) {
                message.number(attribute.list() ? 8 : 3, value);
            }
            node.message(5, message.number(20, attribute.list() ? TYPE_INTS : TYPE_INT));
        }
        graph.message(1, domain.isEmpty() ? node : node.text(7, domain));
    }

    /** A constant scalar. */
    String float32(float value) {
        return float32(new float[] {value});
    }

    /** A constant of any shape; returns its name. */
    String float32(float[] values, int... extents) {
        var data = buffer(4 * values.length);
        data.asFloatBuffer().put(values);
        return constant(FLOAT, data, extents);
    }

    /** A constant of any shape; returns its name. */
    String int32(int[] values, int... extents) {
        var data = buffer(4 * values.length);
        data.asIntBuffer().put(values);
        return constant(INT32, data, extents);
    }

    /** A constant of any shape, of numbers from -128 to 127 or from 0 to 255; returns its name. */
    String bytes(boolean signed, byte[] values, int... extents) {
        return constant(signed ? INT8 : UINT8, ByteBuffer.wrap(values), extents);
    }

    /** A name that nothing else has. */
    String fresh(String prefix) {
        return prefix + "_" + names++;
    }

    /** The model's file. */
    byte[] bytes() {
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .message(8, new Message().text(1, MICROSOFT).number(2, 1))
                .bytes();
    }

    private String constant(int dataType, ByteBuffer data, int... extents) {
        var name = fresh("constant");
        var tensor = new Message();
        for (int extent : extents) {
            tensor.number(1, extent);
        }
        graph.message(5, tensor.number(2, dataType).text(8, name).raw(9, ByteString.copyFrom(data)));
        return name;
    }

    private static Message valueInfo(String name, int... extents) {
        var shape = new Message();
        for (int extent : extents) {
            shape.message(1, new Message().number(1, extent));
        }
        var tensor = new Message().number(1, FLOAT).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A protobuf message as it grows. */
    private static final class Message {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final CodedOutputStream out = CodedOutputStream.newInstance(content);

        Message number(int field, long value) {
            return write(() -> out.writeInt64(field, value));
        }

        Message text(int field, String value) {
            return write(() -> out.writeString(field, value));
        }

        Message raw(int field, ByteString value) {
            return write(() -> out.writeBytes(field, value));
        }

        Message message(int field, Message value) {
            return raw(field, ByteString.copyFrom(value.bytes()));
        }

        byte[] bytes() {
            write(out::flush);
            return content.toByteArray();
        }

        private Message write(Write write) {
            try {
                write.run();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory failed", e);
            }
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
