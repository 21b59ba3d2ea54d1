package dev.touchstone.nativepaddle;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.paddlepaddle.engine.PaddlePredictor;
import ai.djl.paddlepaddle.engine.PpNDArray;
import ai.djl.paddlepaddle.jni.JniUtils;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The process that {@link NativePaddle} starts: loads one model, runs it once, writes its outputs. */
final class NativePaddleProcess {
    private NativePaddleProcess() {}

    /**
     * Runs a model.
     *
     * @param args program, combined parameters or an empty text, file of inputs, file for outputs
     */
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Map<String, Tensor> inputs;
        try (var stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(args[2]))))) {
            inputs = TensorStream.read(stream);
        }
        try (var manager = NDManager.newBaseManager("PaddlePaddle")) {
            long config = JniUtils.createConfig(args[0], args[1].isEmpty() ? null : args[1], Device.cpu());
            JniUtils.disableGLog(config);
            JniUtils.cpuMathLibraryNumThreads(config, 1);
            JniUtils.switchIrOptim(config, false);
            var predictor = predictor(JniUtils.createPredictor(config));
            var names = JniUtils.getInputNames(predictor);
            var arrays = new PpNDArray[names.length];
            for (int i = 0; i < names.length; i++) {
                var input = inputs.get(names[i]);
                if (input == null) {
                    throw new IllegalArgumentException(
                            "the model is fed '" + names[i] + "'; given are " + inputs.keySet());
                }
                arrays[i] = array(manager, input);
                JniUtils.setNdName(arrays[i], names[i]);
            }
            var outputs = new LinkedHashMap<String, Tensor>();
            for (var output : JniUtils.predictorForward(predictor, arrays, names)) {
                outputs.put(outputs.size() + " " + output.getName(), tensor(output));
            }
            try (var stream = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[3]))))) {
                TensorStream.write(stream, outputs);
            }
        }
        // The library's own threads would keep the process from ending.
        Runtime.getRuntime().halt(0);
    }

    /** The binding keeps the constructor to itself and offers this object only with the rest of its engine. */
    private static PaddlePredictor predictor(long handle) throws ReflectiveOperationException {
        Constructor<PaddlePredictor> constructor = PaddlePredictor.class.getDeclaredConstructor(long.class);
        constructor.setAccessible(true);
        return constructor.newInstance(handle);
    }

    private static PpNDArray array(NDManager manager, Tensor tensor) {
        var bytes = ByteBuffer.allocateDirect((int) tensor.type().bytes()).order(java.nio.ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(tensor.segment());
        var extents = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
        return (PpNDArray)
                manager.create(bytes, new Shape(extents), type(tensor.type().dataType()));
    }

    private static Tensor tensor(NDArray array) {
        var extents = Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        var type = TensorType.of(type(array.getDataType()), dev.touchstone.tensor.Shape.of(extents));
        var tensor = Tensor.allocate(type);
        tensor.segment().copyFrom(MemorySegment.ofBuffer(array.toByteBuffer()));
        return tensor;
    }

    private static ai.djl.ndarray.types.DataType type(DataType type) {
        return switch (type) {
            case FLOAT32 -> ai.djl.ndarray.types.DataType.FLOAT32;
            case INT32 -> ai.djl.ndarray.types.DataType.INT32;
            case INT64 -> ai.djl.ndarray.types.DataType.INT64;
            case UINT8 -> ai.djl.ndarray.types.DataType.UINT8;
            case INT8, BOOL -> throw new IllegalArgumentException(type + " cannot be fed to native Paddle here");
        };
    }

    private static DataType type(ai.djl.ndarray.types.DataType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT32;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case UINT8 -> DataType.UINT8;
            default -> throw new IllegalArgumentException("native Paddle gives " + type + ", which is not read here");
        };
    }
}
