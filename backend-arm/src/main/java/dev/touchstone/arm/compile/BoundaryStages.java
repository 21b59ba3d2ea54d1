package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.DequantizeKernel;
import dev.touchstone.arm.kernel.GatherKernel;
import dev.touchstone.arm.kernel.QuantizeKernel;
import dev.touchstone.arm.kernel.QuantizePixelsKernel;
import dev.touchstone.arm.kernel.QuantizePlanesKernel;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Quantize;
import java.util.ArrayList;
import java.util.List;

/** Between real numbers and int8 (rule N9), and the way into the caller's memory. */
final class BoundaryStages {
    private static final int PARTS = 16;

    private final Assembly assembly;

    BoundaryStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void quantize(Node node, Quantize operator) {
        if (planes(node, true)) {
            return;
        }
        var in = assembly.dense(node, node.input(0));
        var out = assembly.output(node.output());
        float inverse = (float) (1.0 / (double) node.output().type().scale());
        if (out.layout() instanceof Layout.Planes to && to.block() <= Layouts.PIXEL) {
            pixels(node, in, out, to, inverse);
            return;
        }
        boolean direct = out.layout() instanceof Layout.Dense && out.bytes() == ByteForm.SIGNED;
        var target = direct ? out : assembly.allocate(Layouts.dense(node.output()), ByteForm.SIGNED);
        int lanes = assembly.machine().width() / 4;
        int groups = (node.output().type().shape().elements() + lanes - 1) / lanes;
        var kernel = new QuantizeKernel(inverse);
        var calls = new ArrayList<Call>();
        Pieces.split(
                groups,
                PARTS,
                (begin, count) -> calls.add(Call.of(kernel, in, begin * 4 * lanes, target, begin * lanes, 0, count)));
        // an incomplete last group writes behind the end, where the next part may be at work: only the last one does
        assembly.stage(node, calls);
        if (!direct) {
            new Move(assembly, target, out, node.output().type().shape()).add(node);
        }
    }

    private void pixels(Node node, Stored in, Stored out, Layout.Planes to, float inverse) {
        int row = 4 * to.w();
        var kernel =
                new QuantizePixelsKernel(to.c(), to.w(), row * to.h(), row, to.pixel(), to.row(), inverse, out.bytes());
        var calls = new ArrayList<Call>();
        for (int n = 0; n < to.n(); n++) {
            int image = n;
            Pieces.split(
                    to.h(),
                    PARTS,
                    (y, count) -> calls.add(Call.of(
                            kernel,
                            in,
                            image * row * to.h() * to.c() + y * row,
                            out,
                            to.offset(image, 0, y, 0),
                            0,
                            count)));
        }
        assembly.stage(node, calls);
        var loose = assembly.loose(node.output());
        if (loose != null) {
            gather(node, loose, out, to);
        }
    }

    /** The last bytes of kernel rows, four rows in a dword. */
    private void gather(Node node, LooseTaps loose, Stored out, Layout.Planes to) {
        int step = loose.stride() * to.row();
        var kernel =
                new GatherKernel(loose.columns(), loose.stride() * to.pixel(), loose.rowsOfDword(), to.row(), step);
        var calls = new ArrayList<Call>();
        for (int n = 0; n < to.n(); n++) {
            int image = n * to.image();
            Pieces.split(loose.rows(), PARTS, (y, count) -> {
                int from = image + y * step + loose.rowBytes();
                calls.add(Call.of(kernel, out, from, out, image + loose.first() * to.row() + y * step, 0, count));
            });
        }
        assembly.stage(node, calls);
    }

    /** Between planes of as many channels, if that is what both sides are. */
    private boolean planes(Node node, boolean toInt) {
        var in = assembly.get(node.input(0));
        if (!(in.layout() instanceof Layout.Planes from)
                || !(assembly.layout(node.output()) instanceof Layout.Planes to)
                || from.block() != to.block()) {
            return false;
        }
        var out = assembly.output(node.output());
        var ints = toInt ? out : in;
        float scale = (toInt ? node.output() : node.input(0)).type().scale();
        var kernel = new QuantizePlanesKernel(
                to.w() * 4 * to.block() / assembly.machine().width(),
                from.row(),
                to.row(),
                toInt,
                toInt ? (float) (1.0 / (double) scale) : scale,
                ints.bytes());
        if (to.w() * 4 * to.block() % assembly.machine().width() != 0) {
            throw new IllegalStateException("a row of " + to.w() + " pixels of " + to.block() + " is no whole vectors");
        }
        var calls = new ArrayList<Call>();
        for (int n = 0; n < to.n(); n++) {
            for (int p = 0; p < to.planes(); p++) {
                int image = n;
                int channel = p * to.block();
                Pieces.split(
                        to.h(),
                        PARTS,
                        (y, count) -> calls.add(Call.of(
                                kernel,
                                in,
                                from.offset(image, channel, y, 0),
                                out,
                                to.offset(image, channel, y, 0),
                                0,
                                count)));
            }
        }
        assembly.stage(node, calls, calls.size() / (to.n() * to.planes()));
        return true;
    }

    void dequantize(Node node) {
        if (planes(node, false)) {
            return;
        }
        var in = assembly.dense(node, node.input(0));
        var result = assembly.output(node.output());
        boolean direct = result.layout() instanceof Layout.Dense;
        var out = direct ? result : assembly.allocate(Layouts.dense(node.output()), null);
        int lanes = assembly.machine().width() / 4;
        int groups = (node.output().type().shape().elements() + lanes - 1) / lanes;
        var kernel = new DequantizeKernel(node.input(0).type().scale(), in.bytes());
        var calls = new ArrayList<Call>();
        Pieces.split(
                groups,
                PARTS,
                (begin, count) -> calls.add(Call.of(kernel, in, begin * lanes, out, begin * 4 * lanes, 0, count)));
        assembly.stage(node, calls);
        if (!direct) {
            new Move(assembly, out, result, node.output().type().shape()).add(node);
        }
    }

    /** An output of the graph as the caller wants it; the computation's last node stands for it. */
    Stored result(Node node, dev.touchstone.graph.Value value) {
        var now = assembly.get(value);
        boolean asIs = now.layout() instanceof Layout.Dense && now.form() != ByteForm.OFFSET;
        if (asIs) {
            return now;
        }
        var result = assembly.boundary(value);
        assembly.stage(
                node, List.copyOf(new Move(assembly, now, result, value.type().shape()).calls()));
        return result;
    }
}
