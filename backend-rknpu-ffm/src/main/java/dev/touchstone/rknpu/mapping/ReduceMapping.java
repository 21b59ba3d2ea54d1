package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Reduce;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.PoolAttr;
import dev.touchstone.rknpu.ddk.ReduceAttr;
import dev.touchstone.rknpu.ddk.Windows;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** REDUCE; the mean of whole images is an average pool. */
final class ReduceMapping implements Mapping {
    private static final List<Integer> IMAGE = List.of(2, 3);

    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var reduce = (Reduce) node.operator();
        var axes = axes(node);
        if (axes.contains(0)) {
            return Mapping.refuse("REDUCE_AXES", "axes", "1 or more", axes, "");
        }
        return switch (reduce.kind()) {
            case MEAN, MAX, SUM -> Optional.empty();
            case MIN, PRODUCT -> Mapping.refuse("REDUCE_KIND", "kind", "MEAN, MAX, SUM", reduce.kind(), "");
        };
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var reduce = (Reduce) node.operator();
        var axes = axes(node);
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        if (reduce.kind() == Reduce.Kind.MEAN && x.shape().rank() == 4 && axes.equals(IMAGE)) {
            var shape = Shape.of(x.shape().extent(0), x.shape().extent(1), 1, 1);
            var result = shape.equals(y.shape()) ? y : network.intermediate(shape, y.scale());
            var whole = new Hw(x.shape().extent(2), x.shape().extent(3));
            network.add(
                    OperatorType.POOL,
                    List.of(x),
                    result,
                    new PoolAttr(new Windows(whole, Hw.ONE, Padding.NONE), PoolAttr.Type.AVG));
            if (result.id() != y.id()) {
                network.reshape(result, y);
            }
            return;
        }
        var type = switch (reduce.kind()) {
            case MEAN -> ReduceAttr.Type.MEAN;
            case MAX -> ReduceAttr.Type.MAX;
            case SUM -> ReduceAttr.Type.SUM;
            case MIN, PRODUCT -> throw new IllegalArgumentException(reduce.kind() + " has no mapping");
        };
        network.add(OperatorType.REDUCE, List.of(x), y, new ReduceAttr(type, axes, reduce.keepAxes()));
    }

    private static List<Integer> axes(Node node) {
        var shape = node.input(0).type().shape();
        boolean[] reduced = ((Reduce) node.operator()).reduced(shape);
        return IntStream.range(0, shape.rank()).filter(i -> reduced[i]).boxed().toList();
    }
}
