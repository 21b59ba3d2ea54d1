package dev.touchstone.benchmarks.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.touchstone.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** ONNX Runtime with all its optimizations. Its input and output stay in native memory: nothing is allocated by a run. */
final class OnnxRuntime implements Contender {
    private final String name;
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer result;

    /**
     * Loads a model.
     *
     * @param outputs numbers of the result
     */
    OnnxRuntime(String name, byte[] model, Tensor image, int outputs, int threads) {
        this.name = name;
        this.result = buffer(outputs);
        var environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Below an error it speaks about every constant that it removes.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            this.session = environment.createSession(model, options);
            var numbers = buffer(image.shape().elements());
            numbers.put(image.toFloats()).flip();
            this.input = OnnxTensor.createTensor(
                    environment, numbers, longs(image.shape().toArray()));
            this.output = OnnxTensor.createTensor(environment, result, new long[] {1, outputs});
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses " + name, e);
        }
    }

    private static FloatBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(4 * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static long[] longs(int[] extents) {
        return Arrays.stream(extents).asLongStream().toArray();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public float[] run() {
        try {
            session.run(Map.of(OnnxNodes.INPUT, input), Map.of(OnnxNodes.OUTPUT, output))
                    .close();
            var numbers = new float[result.capacity()];
            result.get(0, numbers);
            return numbers;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime fails at " + name, e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
            output.close();
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close " + name, e);
        }
    }
}
