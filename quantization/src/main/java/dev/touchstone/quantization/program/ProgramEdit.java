package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The main block of a program while it is being rewritten: operators in order, variables and parameters by name. Other
 * blocks pass through. Not thread-safe.
 */
public final class ProgramEdit {
    /** The type numbers that Paddle gives to a tensor and to float32. */
    static final int DENSE_TENSOR = 7;

    static final int FLOAT32 = 5;

    private final Program source;
    private final Map<String, Variable> variables;
    private final Map<String, Tensor> parameters;
    private List<Op> ops;

    /** Begins with what the program holds. */
    public ProgramEdit(Program source) {
        this.source = source;
        var main = source.blocks().getFirst();
        this.variables = new LinkedHashMap<>(main.variables());
        this.parameters = new HashMap<>(source.parameters());
        this.ops = new ArrayList<>(main.ops());
    }

    /** The operators in program order; not to be changed. */
    public List<Op> ops() {
        return ops;
    }

    /** Replaces all operators. */
    public void setOps(List<Op> newOps) {
        ops = new ArrayList<>(newOps);
    }

    /** What a variable is declared as, if it is. */
    public @Nullable Variable variable(String name) {
        return variables.get(name);
    }

    /** The stored value of a parameter, or null if there is none of this name. */
    public @Nullable Tensor parameter(String name) {
        return parameters.get(name);
    }

    /** The elements of a float32 parameter, a copy, or null if there is none of this name and type. */
    public float @Nullable [] floats(String name) {
        var tensor = parameters.get(name);
        return tensor != null && tensor.type().isFloat() ? tensor.toFloats() : null;
    }

    /** Whether a variable is a float32 tensor that is fed or computed. */
    public boolean isActivation(String name) {
        var variable = variables.get(name);
        return variable != null
                && !variable.persistable()
                && variable.kind() == DENSE_TENSOR
                && (variable.dataType() == FLOAT32 || variable.dataType() < 0);
    }

    /** Declares a float32 variable like another one, and returns its name. */
    public String declareLike(String name, String other) {
        var model = variables.get(other);
        List<Long> dims = model == null ? List.of() : model.dims();
        variables.put(name, new Variable(name, DENSE_TENSOR, FLOAT32, dims, false, false));
        return name;
    }

    /** Declares and stores a parameter, replacing one of the same name, and returns its name. */
    public String store(String name, Tensor value) {
        List<Long> dims = new ArrayList<>();
        for (int extent : value.shape().toArray()) {
            dims.add((long) extent);
        }
        variables.put(name, new Variable(name, DENSE_TENSOR, FLOAT32, dims, true, false));
        parameters.put(name, value);
        return name;
    }

    /** How many operators read a variable; one that reads it twice counts once. */
    public long readers(String name) {
        return ops.stream()
                .filter(op -> op.inputs().values().stream().anyMatch(l -> l.contains(name)))
                .count();
    }

    /** The program as it is now, without variables and parameters that nothing uses any more. */
    public Program build() {
        var used = new LinkedHashMap<String, Variable>();
        var numbered = new ArrayList<Op>();
        for (var op : ops) {
            numbered.add(new Op(op.block(), numbered.size(), op.type(), op.inputs(), op.outputs(), op.attributes()));
            use(op.inputs(), used);
            use(op.outputs(), used);
        }
        var main = source.blocks().getFirst();
        var blocks = new ArrayList<>(source.blocks());
        boolean onlyMain = blocks.size() == 1;
        blocks.set(0, new Block(main.index(), main.parent(), onlyMain ? used : variables, numbered));
        var kept = new HashMap<>(parameters);
        if (onlyMain) {
            kept.keySet().retainAll(used.keySet());
        }
        return new Program(source.source(), source.name(), source.version(), blocks, kept, source.warnings());
    }

    private void use(Map<String, List<String>> slots, Map<String, Variable> used) {
        slots.values()
                .forEach(names -> names.forEach(name -> {
                    var variable = variables.get(name);
                    if (variable != null) {
                        used.put(name, variable);
                    }
                }));
    }
}
