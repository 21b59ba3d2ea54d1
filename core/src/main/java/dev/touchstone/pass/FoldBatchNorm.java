package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Quantization.PerChannel;
import dev.touchstone.tensor.Quantization.PerTensor;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds a batch normalisation with constant parameters into the convolution in front of it (rule B2): each output
 * channel's weights times {@code a = scale / sqrt(variance + epsilon)}, its bias becomes {@code a * bias + b}. The
 * weights, which others may read, are copied.
 *
 * <p>int8 weights keep their integers: the factor goes into the scale, its sign into the integers. So weights with one
 * scale for the whole tensor are folded only if all channels have the same factor, up to the sign: other factors would
 * need a scale for each channel, which not every device has.
 */
final class FoldBatchNorm implements NeighbourFusion {
    /** {@code y = a * x + b} for each channel. */
    private record Affine(double[] a, double[] b) {}

    @Override
    public String name() {
        return "fold batch norm";
    }

    @Override
    public Optional<Node> fuse(ScaledGraph graph, Node first, Node reader, Rewriting rewriting, Notes notes) {
        if (!(first.operator() instanceof Conv2d conv && conv.activation().equals(Activation.NONE))
                || !(reader.operator() instanceof BatchNorm norm)) {
            return Optional.empty();
        }
        var affine = affine(graph, norm, reader);
        var bias = first.inputs().size() == 3 ? graph.constant(first.input(2)) : Optional.<float[]>empty();
        if (affine.isEmpty() || (bias.isEmpty() && first.inputs().size() == 3)) {
            return Optional.empty();
        }
        var weight = weight(graph, first, affine.get().a(), rewriting);
        if (weight.isEmpty()) {
            notes.add(reader.label() + ": stays behind " + first.label() + ", whose weights "
                    + first.input(1).name() + " cannot take its factors");
            return Optional.empty();
        }
        var shift = new float[affine.get().b().length];
        for (int c = 0; c < shift.length; c++) {
            double old = bias.isPresent() ? bias.get()[c] : 0;
            shift[c] = (float) (affine.get().b()[c] + affine.get().a()[c] * old);
        }
        var inputs = List.of(
                first.input(0),
                weight.get(),
                rewriting.constant(reader.name() + ".bias", Tensor.of(shift, shift.length)));
        return Optional.of(new Node(first.name(), conv, inputs, reader.outputs()));
    }

    private static Optional<Affine> affine(ScaledGraph graph, BatchNorm norm, Node node) {
        var parameters = node.inputs().subList(1, 5).stream()
                .map(graph::constant)
                .flatMap(Optional::stream)
                .toList();
        if (parameters.size() < 4) {
            return Optional.empty();
        }
        var scale = parameters.get(0);
        var a = new double[scale.length];
        var b = new double[scale.length];
        for (int c = 0; c < a.length; c++) {
            a[c] = scale[c] / Math.sqrt((double) parameters.get(3)[c] + norm.epsilon());
            b[c] = parameters.get(1)[c] - parameters.get(2)[c] * a[c];
            if (!Double.isFinite(a[c]) || !Double.isFinite(b[c])) {
                return Optional.empty();
            }
        }
        return Optional.of(new Affine(a, b));
    }

    private static Optional<Value> weight(ScaledGraph graph, Node conv, double[] factors, Rewriting rewriting) {
        var weight = conv.input(1);
        var stored = graph.stored(weight);
        if (stored.isPresent()) {
            return int8(stored.get(), factors)
                    .map(t -> rewriting.constant(stored.get().name(), t))
                    .map(v -> rewriting.emit(rewriting.fresh(weight.name()), new Dequantize(), v));
        }
        return graph.constant(weight).map(w -> {
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (w[i] * factors[Codes.channel(weight.type().shape(), 0, i)]);
            }
            return rewriting.constant(weight.name(), Tensor.of(weight.type(), w));
        });
    }

    /** The same integers, up to sign, under other scales. */
    private static Optional<Tensor> int8(Value stored, double[] factors) {
        var shape = stored.type().shape();
        var scaling = stored.type().quantization();
        Optional<Quantization> scaled = switch (scaling) {
            case PerTensor p -> scaled(p, factors);
            case PerChannel p when p.axis() == 0 -> scaled(p, factors);
            case PerChannel p -> Optional.empty();
            case null -> Optional.empty();
        };
        var codes = Codes.tensor(stored).toBytes();
        for (int i = 0; i < codes.length; i++) {
            double factor = factors[Codes.channel(shape, 0, i)];
            if (factor < 0 && codes[i] == Byte.MIN_VALUE) {
                return Optional.empty();
            }
            codes[i] = (byte) (codes[i] * (int) Math.signum(factor));
        }
        return scaled.map(q -> Tensor.of(new TensorType(DataType.INT8, shape, q), codes));
    }

    private static Optional<Quantization> scaled(PerTensor one, double[] factors) {
        double magnitude = Math.abs(factors[0]);
        for (double factor : factors) {
            if (Math.abs(factor) != magnitude) {
                return Optional.empty();
            }
        }
        return scale(one.scale(), magnitude).map(Quantization::perTensor);
    }

    private static Optional<Quantization> scaled(PerChannel each, double[] factors) {
        var scales = new ArrayList<Float>();
        for (int c = 0; c < factors.length; c++) {
            var scale = scale(each.scales().get(c), Math.abs(factors[c]));
            if (scale.isEmpty()) {
                return Optional.empty();
            }
            scales.add(scale.get());
        }
        return Optional.of(new PerChannel(0, scales));
    }

    /** A channel with factor 0 has integers 0, for which any scale will do; empty if the product is no scale. */
    private static Optional<Float> scale(float scale, double magnitude) {
        float product = magnitude == 0 ? 1 : (float) (scale * magnitude);
        return product >= Float.MIN_NORMAL && product <= Float.MAX_VALUE ? Optional.of(product) : Optional.empty();
    }
}
