package dev.touchstone.rknpu.mapping;

import dev.touchstone.rknpu.ddk.OperatorAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.List;

/**
 * An operator of the network on the device.
 *
 * @param node label of the node that it comes from, for messages
 */
public record DeviceOperator(
        OperatorType type, List<DeviceTensor> inputs, DeviceTensor output, OperatorAttr attr, String node) {
    public DeviceOperator {
        inputs = List.copyOf(inputs);
    }
}
