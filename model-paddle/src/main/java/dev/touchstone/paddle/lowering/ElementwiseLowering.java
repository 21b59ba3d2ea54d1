package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Binary;
import dev.touchstone.op.Pow;
import dev.touchstone.tensor.Tensor;
import java.util.function.IntFunction;

/** {@code elementwise_*}, and {@code pow} with a constant exponent. */
final class ElementwiseLowering {
    private ElementwiseLowering() {}

    static Lowering of(IntFunction<Binary> operator) {
        return op -> {
            var x = op.input("X");
            var y = op.input("Y");
            var out = op.output("Out");
            var binary = operator.apply(op.integer("axis", -1));
            return nodes -> nodes.emit(out, binary, nodes.value(x), nodes.value(y));
        };
    }

    static Lowering.Step power(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        if (op.hasInput("FactorTensor")) {
            throw op.place().unsupported("slot 'FactorTensor'", "is given; supported is the attribute 'factor'");
        }
        var factor = Tensor.of(new float[] {op.real("factor", 1f)}, 1);
        return nodes -> nodes.emit(out, new Pow(-1), nodes.value(x), nodes.constant("factor", factor));
    }
}
