package dev.touchstone.rknpu.mapping;

import java.util.List;

/**
 * A network as the device gets it, and what the host does at its border.
 *
 * @param inputs what the host fills before a run
 * @param outputs what it reads after a run
 */
public record DeviceNetwork(
        List<DeviceTensor> tensors, List<DeviceOperator> operators, List<Inlet> inputs, List<Outlet> outputs) {
    public DeviceNetwork {
        tensors = List.copyOf(tensors);
        operators = List.copyOf(operators);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input.
     *
     * @param index of the graph's input that it is filled from
     * @param quantize whether that input is float32; otherwise it holds codes
     */
    public record Inlet(DeviceTensor tensor, int index, boolean quantize) {}

    /**
     * An output.
     *
     * @param index of the graph's output that it fills
     * @param dequantize whether that output is float32; otherwise it takes codes
     */
    public record Outlet(DeviceTensor tensor, int index, boolean dequantize) {}
}
