package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One quantized convolution or product alone: quantizer, operator, dequantizer. Fed with the float model's tensor it tells
 * the error that this layer makes, whatever the layers before it did.
 */
public final class ProductSlice {
    private static final int FEED_LIST = 9;
    private static final int FETCH_LIST = 10;

    private ProductSlice() {}

    /**
     * Cuts it out.
     *
     * @param product one of the quantized program's
     * @param rank of its input
     */
    public static Program of(QuantizedProgram quantized, WeightedOp product, int rank) {
        var whole = quantized.program();
        var main = whole.blocks().getFirst();
        var ops = new ArrayList<Op>();
        ops.add(Ops.of(
                "feed",
                Map.of("X", List.of("feed")),
                Map.of("Out", List.of(product.input())),
                Map.of("col", new Attribute.Int(0))));
        var real = product.output() + ".dequantized";
        var wanted = List.of(product.input() + ".quantized", product.output(), real);
        for (var op : main.ops()) {
            if (op.outputs().values().stream().anyMatch(l -> l.stream().anyMatch(wanted::contains))) {
                ops.add(op.type().startsWith("fake_quantize") ? Ops.withInput(op, "X", product.input()) : op);
            }
        }
        ops.add(Ops.of(
                "fetch",
                Map.of("X", List.of(real)),
                Map.of("Out", List.of("fetch")),
                Map.of("col", new Attribute.Int(0))));
        var variables = new HashMap<>(main.variables());
        variables.put("feed", new Variable("feed", FEED_LIST, -1, List.of(), true, false));
        variables.put("fetch", new Variable("fetch", FETCH_LIST, -1, List.of(), true, false));
        variables.put(
                product.input(),
                new Variable(
                        product.input(),
                        ProgramEdit.DENSE_TENSOR,
                        ProgramEdit.FLOAT32,
                        Collections.nCopies(rank, -1L),
                        false,
                        false));
        var numbered = new ArrayList<Op>();
        ops.forEach(
                op -> numbered.add(new Op(0, numbered.size(), op.type(), op.inputs(), op.outputs(), op.attributes())));
        var block = new Block(0, main.parent(), variables, numbered);
        return new Program(
                whole.source(), product.output(), whole.version(), List.of(block), whole.parameters(), List.of());
    }
}
