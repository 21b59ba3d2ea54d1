package dev.touchstone.nativepaddle;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/** How tensors with names go from one process of this machine to the other. */
final class TensorStream {
    private TensorStream() {}

    static void write(DataOutputStream out, Map<String, Tensor> tensors) throws IOException {
        out.writeInt(tensors.size());
        for (var entry : tensors.entrySet()) {
            var type = entry.getValue().type();
            out.writeUTF(entry.getKey());
            out.writeUTF(type.dataType().name());
            out.writeInt(type.rank());
            for (int extent : type.shape().toArray()) {
                out.writeInt(extent);
            }
            out.write(entry.getValue().segment().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    static Map<String, Tensor> read(DataInputStream in) throws IOException {
        var tensors = new LinkedHashMap<String, Tensor>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            var name = in.readUTF();
            var dataType = DataType.valueOf(in.readUTF());
            var extents = new int[in.readInt()];
            for (int axis = 0; axis < extents.length; axis++) {
                extents[axis] = in.readInt();
            }
            var tensor = Tensor.allocate(TensorType.of(dataType, Shape.of(extents)));
            var bytes = in.readNBytes((int) tensor.type().bytes());
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, tensor.segment(), 0, bytes.length);
            tensors.put(name, tensor);
        }
        return tensors;
    }
}
