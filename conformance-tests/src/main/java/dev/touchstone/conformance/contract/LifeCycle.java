package dev.touchstone.conformance.contract;

import dev.touchstone.BackendException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Softmax;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** From opening to closing. Each trial says what is wrong, or nothing. */
final class LifeCycle {
    private LifeCycle() {}

    static String profile(Backend backend, Subject subject) {
        var first = backend.profile();
        return first.equals(backend.profile()) ? "" : "profile() gives another profile the second time";
    }

    static String closeTwice(Backend backend, Subject subject) {
        var compiled = backend.compile(subject.graph());
        compiled.close();
        compiled.close();
        backend.close();
        backend.close();
        return "";
    }

    static String useAfterClose(Backend backend, Subject subject) {
        var compiled = backend.compile(subject.graph());
        compiled.close();
        try {
            return subject.isRight(compiled, 3) ? "" : "a closed graph runs and gives wrong results";
        } catch (IllegalStateException e) {
            return "";
        }
    }

    static String independent(Backend backend, Subject subject) {
        var first = backend.compile(subject.graph());
        try (var second = backend.compile(subject.graph())) {
            first.close();
            return subject.isRight(second, 5) ? "" : "closing one graph spoils another";
        }
    }

    static String compiledAgain(Backend backend, Subject subject) {
        for (int i = 0; i < 20; i++) {
            try (var compiled = backend.compile(subject.graph())) {
                if (!subject.isRight(compiled, i)) {
                    return "graph number " + i + " that was compiled gives wrong results";
                }
            }
        }
        return "";
    }

    /** Some nodes that many backends refuse. */
    static String honest(Backend backend, Subject subject) {
        var float32 = TensorType.float32(2, 3);
        var graphs = List.of(
                graph(new Exp(), float32),
                graph(new Softmax(0), float32),
                graph(new Exp(), TensorType.of(DataType.INT64, Shape.of(2, 3))),
                graph(new Exp(), TensorType.of(DataType.BOOL, Shape.of(2, 3))),
                pow(TensorType.of(DataType.INT32, Shape.of(2, 3))));
        for (var graph : graphs) {
            boolean claimed = backend.supports(graph.nodes().getFirst()) instanceof Support.Supported;
            try (var _ = backend.compile(graph)) {
                if (!claimed) {
                    return "compiles " + graph.toText() + " although supports says no";
                }
            } catch (BackendException e) {
                if (claimed) {
                    return "does not compile " + graph.toText() + " although supports says yes: " + e.getMessage();
                }
            }
        }
        return "";
    }

    private static Graph graph(dev.touchstone.op.Operator operator, TensorType type) {
        var builder = new GraphBuilder("one node");
        builder.output(builder.add("node", operator, builder.input("x", type)));
        return builder.build();
    }

    private static Graph pow(TensorType type) {
        var builder = new GraphBuilder("one node");
        builder.output(builder.add("node", new Pow(-1), builder.input("x", type), builder.input("y", type)));
        return builder.build();
    }
}
