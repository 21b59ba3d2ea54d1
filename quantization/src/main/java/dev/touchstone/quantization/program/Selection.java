package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Op;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which operators of a program a scheme quantizes, and which tensors need a threshold for that. */
public final class Selection {
    private static final Set<String> ENDS = Set.of("feed", "fetch");

    private final ProgramEdit program;
    private final boolean everything;

    /** For a program as it is now. */
    public Selection(ProgramEdit program, boolean everything) {
        this.program = program;
        this.everything = everything;
    }

    /** The tensors whose thresholds are needed or recorded, in program order. */
    public List<String> tensors() {
        var names = new LinkedHashSet<String>();
        for (var op : program.ops()) {
            product(op).ifPresent(p -> names.add(p.input()));
            if (quantizesInputs(op)) {
                names.addAll(OperatorRoles.dataInputs(op));
            }
            if (records(op)) {
                OperatorRoles.results(op).values().forEach(names::addAll);
            }
        }
        return names.stream().filter(program::isActivation).toList();
    }

    /** The convolution or product that an operator is, if its weights may be replaced by integers. */
    Optional<WeightedOp> product(Op op) {
        return WeightedOp.of(program, op).filter(p -> hasWeightsToItself(p));
    }

    /** All readers of the weights must read them as weights. */
    private boolean hasWeightsToItself(WeightedOp product) {
        return program.ops().stream()
                .filter(op -> op.inputs().values().stream().anyMatch(l -> l.contains(product.weight())))
                .allMatch(op -> WeightedOp.of(program, op)
                        .filter(p -> p.weight().equals(product.weight()) && p.channelAxis() == product.channelAxis())
                        .isPresent());
    }

    /** Whether an operator without weights gets quantized inputs. */
    boolean quantizesInputs(Op op) {
        return everything
                && OperatorRoles.isActivationOnly(op)
                && product(op).isEmpty()
                && !OperatorRoles.dataInputs(op).isEmpty()
                && OperatorRoles.dataInputs(op).stream().allMatch(program::isActivation);
    }

    /** Whether the thresholds of an operator's results are recorded. */
    boolean records(Op op) {
        return (everything && OperatorRoles.records(op)) || product(op).isPresent();
    }

    /** Why an operator is not quantized; empty if it is, or if there is nothing to quantize. */
    Optional<String> refusal(Op op) {
        if (ENDS.contains(op.type()) || product(op).isPresent() || quantizesInputs(op)) {
            return Optional.empty();
        }
        var weighted = WeightedOp.of(program, op);
        if (weighted.isPresent()) {
            return Optional.of("its weights " + weighted.get().weight() + " are also read in another way");
        }
        if (!everything) {
            return Optional.of("this target quantizes convolutions and products only");
        }
        if (!OperatorRoles.isActivationOnly(op)) {
            return Optional.of("operators of this type are not quantized");
        }
        boolean bias = op.type().startsWith("elementwise_")
                && OperatorRoles.dataInputs(op).stream().anyMatch(v -> program.parameter(v) != null);
        return bias ? Optional.empty() : Optional.of("not all of its inputs are computed in float32");
    }
}
