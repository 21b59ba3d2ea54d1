package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.SoftmaxKernel;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Softmax;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/** Softmax of int8 (rule S3). */
final class SoftmaxStages {
    private final Assembly assembly;

    SoftmaxStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void add(Node node, Softmax softmax) {
        var in = assembly.dense(node, node.input(0));
        var out = assembly.output(node.output());
        boolean direct = out.layout() instanceof Layout.Dense;
        var target = direct ? out : assembly.allocate(Layouts.dense(node.output()), out.form());
        var shape = node.input(0).type().shape();
        int axis = shape.axis(softmax.axis());
        int elements = shape.extent(axis);
        int outer = shape.product(0, axis);
        int inner = shape.product(axis + 1, shape.rank());
        var kernel = new SoftmaxKernel(
                elements,
                inner,
                inner == 1 ? elements : 1,
                in.bytes(),
                target.bytes(),
                node.output().type().scale());
        int weights = assembly.constants()
                .place(exponentials(node.input(0).type().scale()))
                .displacement();
        var calls = new ArrayList<Call>();
        if (inner == 1) {
            Pieces.split(
                    outer,
                    16,
                    (begin, count) ->
                            calls.add(Call.of(kernel, in, begin * elements, target, begin * elements, weights, count)));
        } else {
            for (int o = 0; o < outer; o++) {
                calls.add(Call.of(kernel, in, o * elements * inner, target, o * elements * inner, weights, inner));
            }
        }
        assembly.stage(node, calls);
        if (!direct) {
            new Move(assembly, target, out, shape).add(node);
        }
    }

    private static byte[] exponentials(float scale) {
        var table = ByteBuffer.allocate(8 * 256).order(ByteOrder.LITTLE_ENDIAN);
        for (int d = 0; d < 255; d++) {
            table.putDouble(8 * d, (double) Math.round(StrictMath.exp(-(double) d * (double) scale) * 1073741824.0));
        }
        return table.array();
    }
}
