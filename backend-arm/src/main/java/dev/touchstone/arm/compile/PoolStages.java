package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.PoolKernel;
import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Pool2d;
import java.util.ArrayList;

/** Int8 pools, one vector of channels after another. */
final class PoolStages {
    private static final int PARTS = 16;

    private final Assembly assembly;

    PoolStages(Assembly assembly) {
        this.assembly = assembly;
    }

    void add(Node node, Pool2d pool) {
        var in = assembly.planes(node, node.input(0));
        float inScale = node.input(0).type().scale();
        float outScale = node.output().type().scale();
        boolean average = pool.kind() == Pool2d.Kind.AVERAGE;
        boolean rescaled = !average && inScale != outScale;
        var result = assembly.output(node.output());
        var target = rescaled ? assembly.allocate(result.layout(), in.form()) : result;
        windows(node, pool, in, target, inScale, outScale);
        if (rescaled) {
            new ElementStages(assembly).table(node, target, result, Int8Table.of(x -> x, inScale, outScale));
        }
    }

    private void windows(Node node, Pool2d pool, Stored in, Stored out, float inScale, float outScale) {
        var from = in.planes();
        var to = out.planes();
        var shape = node.input(0).type().shape();
        var rows = Windows.rows(pool.window(), shape);
        var columns = Windows.columns(pool.window(), shape);
        int multipliers = pool.kind() == Pool2d.Kind.AVERAGE
                ? assembly.constants().append(multipliers(pool, rows, columns, in.bytes(), inScale, outScale))
                : 0;
        int rowRecords = assembly.constants().append(records(rows, from.row(), 8 * columns.count(), multipliers));
        int columnRecords = assembly.constants().append(records(columns, from.pixel(), 8, 0));
        int channels = Math.min(from.block(), assembly.machine().width());
        var kernel = new PoolKernel(
                channels,
                pool.kind() == Pool2d.Kind.AVERAGE,
                to.w(),
                in.bytes(),
                from.pixel(),
                from.row(),
                to.pixel(),
                to.row(),
                columnRecords,
                Rounding.plain(out.bytes(), true));
        var calls = new ArrayList<Call>();
        int blocks = (from.c() + channels - 1) / channels;
        int parts = Math.max(1, PARTS / Math.min(PARTS, blocks * from.n()));
        for (int n = 0; n < from.n(); n++) {
            for (int b = 0; b < blocks; b++) {
                int image = n;
                int channel = b * channels;
                Pieces.split(
                        to.h(),
                        parts,
                        (y, count) -> calls.add(Call.of(
                                kernel,
                                in,
                                from.offset(image, channel, 0, 0),
                                out,
                                to.offset(image, channel, y, 0),
                                rowRecords + y * PoolKernel.RECORD,
                                count)));
            }
        }
        assembly.stage(node, calls, calls.size() / (from.n() * blocks));
    }

    static byte[] records(Windows windows, int stride, int multiplierStride, int multipliers) {
        var records = new byte[windows.count() * PoolKernel.RECORD];
        for (int i = 0; i < windows.count(); i++) {
            int at = i * PoolKernel.RECORD;
            Weights.putInt(records, at, windows.from(i) * stride);
            Weights.putInt(records, at + 4, windows.length(i));
            Weights.putInt(records, at + 8, multipliers + i * multiplierStride);
        }
        return records;
    }

    /** For each window its multiplier and what the stored offsets of its elements add up to, negated. */
    private static byte[] multipliers(
            Pool2d pool, Windows rows, Windows columns, ByteForm form, float inScale, float outScale) {
        var table = new byte[8 * rows.count() * columns.count()];
        for (int y = 0; y < rows.count(); y++) {
            for (int x = 0; x < columns.count(); x++) {
                int elements = rows.length(y) * columns.length(x);
                int divisor = pool.countPadding() ? rows.padded(y) * columns.padded(x) : elements;
                int at = 8 * (y * columns.count() + x);
                double exact = (double) inScale / ((double) outScale * (double) divisor);
                Weights.putFloat(table, at, ProductConstants.multiplier(exact));
                Weights.putInt(table, at + 4, -form.zero() * elements);
            }
        }
        return table;
    }
}
