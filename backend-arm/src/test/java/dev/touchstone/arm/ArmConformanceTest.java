package dev.touchstone.arm;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.junit.BackendConformance;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import java.util.Map;

/**
 * The suite on the best instruction set, or on the one that the system property touchstone.arm.isa names. The backend is
 * judged as if its profile were the reference's, which it is for everything but sums of float products: those are left
 * out here, and are {@link FloatTest}'s.
 */
final class ArmConformanceTest extends BackendConformance {
    @Override
    protected Backend backend() {
        assumeFalse(Exactness.instructionSets().isEmpty(), "no machine code on this machine");
        return new Exact(new ArmBackendProvider().open(new BackendOptions(2, Map.of())));
    }

    record Exact(Backend backend) implements Backend {
        @Override
        public NumericProfile profile() {
            return NumericProfile.REFERENCE;
        }

        @Override
        public Support supports(Node node) {
            boolean product = node.operator() instanceof Conv2d || node.operator() instanceof FullyConnected;
            return product && node.faults().isEmpty() && node.input(0).type().isFloat()
                    ? new Support.Unsupported("DATA_TYPE", "input", "int8, where bits count", "float32", "")
                    : backend.supports(node);
        }

        @Override
        public CompiledGraph compile(Graph graph) {
            return backend.compile(graph);
        }

        @Override
        public void close() {
            backend.close();
        }
    }
}
