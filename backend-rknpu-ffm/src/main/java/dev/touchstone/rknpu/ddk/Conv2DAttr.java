package dev.touchstone.rknpu.ddk;

import dev.touchstone.op.Hw;
import java.util.ArrayList;

/**
 * A convolution.
 *
 * <pre>{@code
 * struct Conv2DAttr {
 *   uint32_t ksize[2]; uint32_t stride[2]; uint32_t pad[4]; PadType pad_type; uint32_t weights; uint32_t group;
 *   uint32_t dilation[2]; int32_t multiplier; bool has_relu;
 * };
 * }</pre>
 *
 * @param weights number of output channels
 * @param group 1, or the number of channels of a depthwise convolution: others do not reach the driver
 * @param multiplier outputs of one channel of a depthwise convolution, otherwise 0
 */
public record Conv2DAttr(Windows windows, int weights, int group, Hw dilation, int multiplier, boolean hasRelu)
        implements OperatorAttr {
    @Override
    public CxxStruct struct() {
        var fields = new ArrayList<>(windows.fields());
        fields.add(new Field.Int(weights));
        fields.add(new Field.Int(group));
        fields.add(new Field.Int(dilation.w()));
        fields.add(new Field.Int(dilation.h()));
        fields.add(new Field.Int(multiplier));
        fields.add(Field.Octet.of(hasRelu));
        return new CxxStruct(fields);
    }
}
