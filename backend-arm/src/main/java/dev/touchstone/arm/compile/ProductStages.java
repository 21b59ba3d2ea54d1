package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.Ending;
import dev.touchstone.arm.kernel.RealEnding;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.ConvGeometry;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.tensor.Shape;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which kernels compute a convolution or matrix product. */
final class ProductStages {
    /**
     * From so many outputs of each channel on, the channels of a vector of outputs are one dword: a product of groups takes
     * as long for it as for one channel, and needs no copy of the input.
     */
    private static final int FEW_OUTPUTS = 4;

    private final Assembly assembly;

    ProductStages(Assembly assembly) {
        this.assembly = assembly;
    }

    /**
     * A convolution, perhaps with an addition behind it.
     *
     * @param fused the addition; its output is what is computed
     */
    void convolution(Node node, Conv2d conv, Fusion.@Nullable Addition fused) {
        var g = conv.geometry(node.input(0).type().shape(), node.input(1).type().shape());
        var constants = ProductConstants.of(node, 0);
        var in = input(node, g);
        var weights = Weights.filter(Objects.requireNonNull(node.input(1).constant()));
        Value result = fused == null ? node.output() : fused.result();
        ConvStages.Addend addend = null;
        if (fused != null) {
            var other = assembly.planes(fused.node(), fused.other());
            addend = fused.addend(other, node.output().type().scale());
        }
        var out = assembly.output(result);
        var rounding = fused == null
                ? constants.rounding(conv.activation(), node.output().type().scale(), out.bytes())
                : fused.rounding(out.bytes(), constants.limit());
        if (Layouts.isDepthwise(g) && in.planes().block() == out.planes().block()) {
            new DepthwiseStages(assembly).add(node, g, in, out, weights, constants, rounding);
            return;
        }
        if (addend == null && isRepeated(g) && g.m() < FEW_OUTPUTS * g.c()) {
            var each = repeated(g);
            new DepthwiseStages(assembly)
                    .add(node, each, repeated(node, g, in, out), out, weights, constants, rounding);
            return;
        }
        new ConvStages(assembly).add(product(node, g, in, out, weights, constants, rounding, addend));
    }

    /** Whether each channel is computed from one channel, and several from the same. */
    private static boolean isRepeated(ConvGeometry g) {
        return g.group() == 1 && g.c() > 1 && g.m() > g.c();
    }

    /** The same with a channel of its own for each output. */
    private static ConvGeometry repeated(ConvGeometry g) {
        return new ConvGeometry(
                g.n(),
                g.m(),
                g.h(),
                g.w(),
                g.m(),
                g.m(),
                1,
                g.kernel(),
                g.stride(),
                g.dilation(),
                g.padding(),
                g.outH(),
                g.outW());
    }

    /** The input with each channel beside itself as often as outputs read it. */
    private Stored repeated(Node node, ConvGeometry g, Stored in, Stored out) {
        var from = in.planes();
        var result = assembly.allocate(
                new Layout.Planes(
                        g.n(),
                        g.m(),
                        g.h(),
                        g.w(),
                        out.planes().block(),
                        from.element(),
                        g.padding().top(),
                        g.padding().left(),
                        Layouts.beyond(
                                g.outH(),
                                g.stride().h(),
                                g.dilation().h(),
                                g.kernel().h(),
                                g.padding().top(),
                                g.h()),
                        Layouts.beyond(
                                g.outW(),
                                g.stride().w(),
                                g.dilation().w(),
                                g.kernel().w(),
                                g.padding().left(),
                                g.w())),
                in.form());
        int times = g.m() / g.c();
        var calls = new ArrayList<Call>();
        for (int i = 0; i < times; i++) {
            calls.addAll(new Move(
                            assembly,
                            Side.of(in),
                            Side.of(result).from(1, i, times),
                            new int[] {g.n(), g.c(), g.h(), g.w()},
                            null)
                    .calls());
        }
        assembly.stage(node, calls);
        return result;
    }

    /** A convolution with a float result, of floats or of int8. */
    void realConvolution(RealTail tail) {
        var node = tail.product();
        var conv = (Conv2d) node.operator();
        var g = conv.geometry(node.input(0).type().shape(), node.input(1).type().shape());
        boolean fromInt = !node.input(0).type().isFloat();
        var constants = fromInt ? ProductConstants.of(node, 0) : ProductConstants.ofFloats(node, g.m(), tail.norm());
        var in = input(node, g);
        var out = assembly.output(tail.last().output());
        var weights = Weights.filter(Objects.requireNonNull(node.input(1).constant()));
        boolean scaled = fromInt || tail.norm() != null;
        if (!fromInt
                && Layouts.isDepthwise(g)
                && in.planes().block() == out.planes().block()) {
            new DepthwiseStages(assembly).addReal(tail.last(), g, in, out, weights, constants, scaled, tail.function());
            return;
        }
        if (!fromInt && isRepeated(g)) {
            var each = repeated(tail.last(), g, in, out);
            new DepthwiseStages(assembly)
                    .addReal(tail.last(), repeated(g), each, out, weights, constants, scaled, tail.function());
            return;
        }
        new ConvStages(assembly)
                .add(product(
                        tail.last(),
                        g,
                        in,
                        out,
                        weights,
                        constants,
                        new RealEnding(fromInt, scaled, tail.function()),
                        null));
    }

    private static ConvStages.Product product(
            Node node,
            ConvGeometry g,
            Stored in,
            Stored out,
            Weights weights,
            ProductConstants constants,
            Ending ending,
            ConvStages.@Nullable Addend addend) {
        return new ConvStages.Product(
                node,
                in,
                out,
                weights,
                constants,
                ending,
                g.m(),
                g.group(),
                g.groups(),
                g.kernel().h(),
                g.kernel().w(),
                g.stride().h(),
                g.stride().w(),
                g.dilation().h(),
                g.dilation().w(),
                g.padding().top(),
                g.padding().left(),
                addend);
    }

    /** The input in planes with the border that this convolution needs. */
    private Stored input(Node node, ConvGeometry g) {
        var value = node.input(0);
        var p = g.padding();
        int block = Layouts.isDepthwise(g) || g.c() > Layouts.PIXEL ? Layouts.block(g.c()) : Layouts.PIXEL;
        if (block == Layouts.PIXEL && value.type().isFloat()) {
            // floats are multiplied one by one: planes may stay as they come, and are copied in whole vectors
            block = 1;
        } else if (block == Layouts.PIXEL
                && assembly.get(value).layout() instanceof Layout.Planes now
                && now.block() < block) {
            block = now.block();
        }
        var wanted = new Layout.Planes(
                g.n(),
                g.c(),
                g.h(),
                g.w(),
                block,
                value.type().dataType().bytes(),
                p.top(),
                p.left(),
                Layouts.beyond(
                        g.outH(), g.stride().h(), g.dilation().h(), g.kernel().h(), p.top(), g.h()),
                Layouts.beyond(
                        g.outW(), g.stride().w(), g.dilation().w(), g.kernel().w(), p.left(), g.w()));
        return assembly.planes(node, value, wanted);
    }

    /** A matrix product, as a convolution over pixels that are the rows. */
    void matrix(Node node, FullyConnected fc) {
        var shape = node.input(0).type().shape();
        int rows = shape.product(0, fc.rows());
        int k = shape.product(fc.rows(), shape.rank());
        int n = node.input(1).type().shape().extent(1);
        boolean real = node.input(0).type().isFloat();
        var constants = real ? ProductConstants.ofFloats(node, n, null) : ProductConstants.of(node, 1);
        var dense = products(node, assembly.dense(node, node.input(0)));
        int padded = real ? k : (k + 3) & -4;
        var in = rows == 1 || k == padded ? pixels(dense, rows, k, padded) : planes(node, dense, rows, k);
        var result = assembly.output(node.output());
        boolean direct = rows == 1 && result.layout() instanceof Layout.Dense;
        var out = direct
                ? pixels(result, 1, n, 64)
                : assembly.allocate(
                        new Layout.Planes(1, n, 1, rows, Layouts.block(n), element(node), 0, 0, 0, 0), result.form());
        Ending ending = node.output().type().isFloat()
                ? new RealEnding(!real, !real, RealFunctions.of(fc.activation()))
                : constants.rounding(fc.activation(), node.output().type().scale(), out.bytes());
        new ConvStages(assembly)
                .add(new ConvStages.Product(
                        node,
                        in,
                        out,
                        Weights.matrix(Objects.requireNonNull(node.input(1).constant())),
                        constants,
                        ending,
                        n,
                        k,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        0,
                        0,
                        null));
        if (!direct) {
            boolean images = result.layout() instanceof Layout.Planes;
            var rowMajor = images ? assembly.allocate(Layouts.dense(node.output()), result.form()) : result;
            var from = Side.of(out).permuted(new int[] {3, 1});
            var to = Side.of(Assembly.reshaped(rowMajor, Shape.of(rows, n)));
            new Move(assembly, from, to, new int[] {rows, n}, null).add(node);
            if (images) {
                new Move(assembly, rowMajor, result, node.output().type().shape()).add(node);
            }
        }
    }

    /** Row-major memory in a form that dot products take: what comes from outside may have to get an offset. */
    private Stored products(Node node, Stored dense) {
        if (dense.form() != ByteForm.SIGNED || !assembly.machine().storesOffset()) {
            return dense;
        }
        var result = assembly.allocate(dense.layout(), ByteForm.OFFSET);
        new Move(assembly, dense, result, ((Layout.Dense) dense.layout()).shape()).add(node);
        return result;
    }

    private static int element(Node node) {
        return node.output().type().dataType().bytes();
    }

    private Stored planes(Node node, Stored dense, int rows, int k) {
        var result = assembly.allocate(new Layout.Planes(1, k, 1, rows, Layouts.block(k), 1, 0, 0, 0, 0), dense.form());
        var from = Side.of(Assembly.reshaped(dense, Shape.of(rows, k)));
        new Move(assembly, from, Side.of(result).permuted(new int[] {3, 1}), new int[] {rows, k}, null).add(node);
        return result;
    }

    /** Row-major memory as pixels whose channels are the columns. */
    private static Stored pixels(Stored dense, int rows, int columns, int block) {
        return new Stored(
                dense.buffer(),
                new Layout.Planes(1, columns, 1, rows, block, dense.form() == null ? 4 : 1, 0, 0, 0, 0),
                dense.form());
    }
}
