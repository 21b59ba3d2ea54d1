package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Binary;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.paddle.program.Subgraphs;
import dev.touchstone.tensor.DataType;
import java.util.function.IntFunction;

/** Operators that only Paddle Lite's optimiser writes. */
final class LiteLowering {
    private LiteLowering() {}

    /**
     * {@code calib}: between the types that two kernels want. Tensors are real numbers in the graph, so towards int8 they
     * take the values that int8 can hold, and back nothing happens.
     */
    static Lowering.Step calibrate(OpReader op) {
        var x = op.input("Input");
        var out = op.output("Out");
        var kernel = op.text(Subgraphs.KERNEL, "");
        var alias = kernel.split("/", -1).length == 5 ? kernel.split("/", -1)[1] : kernel;
        return switch (alias) {
            case "fp32_to_int8" -> {
                float step = op.real("scale");
                yield nodes -> nodes.emit(out, new Identity(), nodes.onGrid(nodes.value(x), step));
            }
            case "int8_to_fp32" -> {
                op.real("scale", 1f);
                yield nodes -> nodes.emit(out, new Identity(), nodes.value(x));
            }
            case "int32_to_fp32", "int64_to_fp32" ->
                nodes -> nodes.emit(out, new Cast(DataType.FLOAT32), nodes.value(x));
            case "fp32_to_int32", "int64_to_int32" ->
                nodes -> nodes.emit(out, new Cast(DataType.INT32), nodes.value(x));
            case "fp32_to_int64", "int32_to_int64" ->
                nodes -> nodes.emit(out, new Cast(DataType.INT64), nodes.value(x));
            default ->
                throw op.refuse(
                        Subgraphs.KERNEL, "'" + kernel + "'", "a conversion between int8, int32, int64 and float32");
        };
    }

    /** {@code io_copy}: between the memories of two devices. */
    static Lowering.Step copy(OpReader op) {
        var x = op.input("Input");
        var out = op.output("Out");
        return nodes -> nodes.emit(out, new Identity(), nodes.value(x));
    }

    /** {@code fusion_elementwise_*_activation}. */
    static Lowering activated(IntFunction<Binary> operator) {
        return op -> {
            var x = op.input("X");
            var y = op.input("Y");
            var out = op.output("Out");
            var binary = operator.apply(op.integer("axis", -1));
            var type = op.text("act_type", "");
            var activation = switch (type) {
                case "relu" -> new Relu();
                case "relu6" -> new Relu6(6);
                default -> throw op.refuse("act_type", "'" + type + "'", "'relu' or 'relu6'");
            };
            return nodes -> nodes.emit(out, activation, nodes.help("sum", binary, nodes.value(x), nodes.value(y)));
        };
    }
}
