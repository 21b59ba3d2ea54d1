package dev.touchstone.rknpu;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.rknpu.mapping.DeviceNetwork;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A graph on the device. Runs take turns: the device computes one at a time. A run that the library fails is the last one
 * of its objects; the next run makes others.
 */
final class NativeNetwork implements CompiledGraph {
    private final Signature signature;
    private final DeviceNetwork network;
    private final Supplier<BuiltNetwork> opener;
    private final List<HostData> inputData;
    private final List<HostData> outputData;
    private @Nullable BuiltNetwork built;
    private boolean closed;

    /**
     * Builds the network.
     *
     * @param opener makes the library's objects on the device's thread
     */
    NativeNetwork(Signature signature, DeviceNetwork network, RknpuSettings settings, Supplier<BuiltNetwork> opener) {
        this.signature = signature;
        this.network = network;
        this.opener = opener;
        inputData = network.inputs().stream()
                .map(i -> new HostData(
                        settings.representation(), i.tensor().shape().elements()))
                .toList();
        outputData = network.outputs().stream()
                .map(o -> new HostData(
                        settings.representation(), o.tensor().shape().elements()))
                .toList();
        built = DeviceThread.call(opener);
    }

    @Override
    public synchronized void run(List<Tensor> given, List<Tensor> results, RunMonitor monitor) {
        if (closed) {
            throw new IllegalStateException("the compiled graph is closed");
        }
        signature.require(given, results);
        var current = built == null ? DeviceThread.call(opener) : built;
        built = null;
        // Its buffers stay in the caches of one processor.
        DeviceThread.call(() -> {
            put(given, current.inputs());
            try {
                current.compute();
            } catch (RuntimeException e) {
                current.release();
                throw e;
            }
            get(current.outputs(), results);
            return current;
        });
        built = current;
    }

    private void put(List<Tensor> given, List<MemorySegment> buffers) {
        for (int i = 0; i < buffers.size(); i++) {
            var inlet = network.inputs().get(i);
            var source = given.get(inlet.index());
            if (inlet.quantize()) {
                inputData.get(i).quantize(source, inlet.tensor().scale(), buffers.get(i));
            } else {
                inputData.get(i).put(source, buffers.get(i));
            }
        }
    }

    private void get(List<MemorySegment> buffers, List<Tensor> results) {
        for (int i = 0; i < buffers.size(); i++) {
            var outlet = network.outputs().get(i);
            var target = results.get(outlet.index());
            if (outlet.dequantize()) {
                outputData.get(i).dequantize(buffers.get(i), outlet.tensor().scale(), target);
            } else {
                outputData.get(i).get(buffers.get(i), target);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        var current = built;
        built = null;
        if (current != null) {
            DeviceThread.call(() -> {
                current.release();
                return current;
            });
        }
    }
}
