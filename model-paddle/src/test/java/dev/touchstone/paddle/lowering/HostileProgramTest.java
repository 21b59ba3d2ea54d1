package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.fail;

import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose attributes, slots and extents were changed at random: lowering ends in a graph or a typed error. */
class HostileProgramTest {
    private static final int ROUNDS = 20_000;
    private static final long SEED = 20261126;
    private static final long[] NUMBERS = {
        0, 1, -1, 2, -2, 3, 5, 7, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final float[] REALS = {
        0, 1, -1, 0.5f, 1e-30f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f
    };
    private static final int[] ELEMENT_TYPES = {-1, 0, 1, 2, 3, 4, 5, 6, 20, 21, 22, 99};

    @Test
    void changedProgramsGiveGraphsOrTypedErrors(@TempDir Path scratch) throws IOException {
        var programs = new ArrayList<Program>();
        for (var theCase : PaddleCase.all()) {
            try {
                programs.add(OperatorOutcome.program(theCase, scratch));
            } catch (TouchstoneException e) {
                // Refused by the reader: nothing to lower.
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            var random = new SplittableRandom(SEED + round);
            var program = programs.get(random.nextInt(programs.size()));
            for (int i = random.nextInt(3); i >= 0; i--) {
                program = changed(program, random);
            }
            lower(program, random, "seed " + (SEED + round));
        }
    }

    private static void lower(Program program, SplittableRandom random, String seed) {
        try {
            var model = PaddleModel.of(program, Optional.empty());
            var shapes = new HashMap<String, Shape>();
            for (var input : model.inputs()) {
                if (random.nextBoolean()) {
                    shapes.put(
                            input.name(),
                            Shape.of(input.extents().stream()
                                    .map(e -> e < 0 ? 1 + random.nextInt(8) : e)
                                    .toList()));
                }
            }
            model.graph(shapes);
        } catch (TouchstoneException e) {
            // The refusal that is wanted.
        } catch (RuntimeException e) {
            fail(seed, e);
        }
    }

    private static Program changed(Program program, SplittableRandom random) {
        var main = program.blocks().getFirst();
        var variables = new HashMap<>(main.variables());
        var ops = new ArrayList<>(main.ops());
        int at = random.nextInt(ops.size());
        var op = ops.get(at);
        switch (random.nextInt(6)) {
            case 0, 1 -> ops.set(at, withAttributes(op, random));
            case 2 ->
                ops.set(
                        at,
                        new Op(0, at, op.type(), slots(op.inputs(), variables, random), op.outputs(), op.attributes()));
            case 3 ->
                ops.set(
                        at,
                        new Op(0, at, op.type(), op.inputs(), slots(op.outputs(), variables, random), op.attributes()));
            case 4 -> {
                var other = ops.get(random.nextInt(ops.size()));
                ops.set(at, new Op(0, at, other.type(), op.inputs(), op.outputs(), op.attributes()));
            }
            default -> {
                var names = variables.keySet().stream().sorted().toList();
                var name = names.get(random.nextInt(names.size()));
                variables.computeIfPresent(name, (k, v) -> declaredAnew(v, random));
            }
        }
        return new Program(
                program.source(),
                program.name(),
                random.nextBoolean() ? program.version() : 3_000_000,
                List.of(new Block(0, -1, variables, ops)),
                program.parameters(),
                program.warnings());
    }

    private static Variable declaredAnew(Variable v, SplittableRandom random) {
        var dims = new ArrayList<>(v.dims());
        if (!dims.isEmpty()) {
            dims.set(random.nextInt(dims.size()), number(random));
        }
        int type = random.nextBoolean() ? v.dataType() : ELEMENT_TYPES[random.nextInt(ELEMENT_TYPES.length)];
        return new Variable(
                v.name(), v.kind(), type, dims, v.persistable() ^ random.nextInt(4) == 0, v.needCheckFeed());
    }

    private static Op withAttributes(Op op, SplittableRandom random) {
        var attributes = new HashMap<>(op.attributes());
        if (!attributes.isEmpty()) {
            var names = attributes.keySet().stream().sorted().toList();
            var name = names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                attributes.remove(name);
            } else {
                attributes.computeIfPresent(name, (k, v) -> attribute(v, random));
            }
        }
        return new Op(0, op.index(), op.type(), op.inputs(), op.outputs(), attributes);
    }

    private static Attribute attribute(Attribute old, SplittableRandom random) {
        return switch (random.nextInt(4) == 0 ? new Attribute.Int(0) : old) {
            case Attribute.Int a -> new Attribute.Int(number(random));
            case Attribute.Wide a -> new Attribute.Wide(number(random));
            case Attribute.Real a -> new Attribute.Real(real(random));
            case Attribute.Flag(boolean v) -> new Attribute.Flag(!v);
            case Attribute.Text a -> new Attribute.Text(random.nextBoolean() ? "" : "other");
            case Attribute.Ints(var v) -> new Attribute.Ints(list(v, number(random), random));
            case Attribute.Wides(var v) -> new Attribute.Wides(list(v, number(random), random));
            case Attribute.Reals(var v) -> new Attribute.Reals(list(v, real(random), random));
            case Attribute.Flags(var v) -> new Attribute.Flags(list(v, true, random));
            case Attribute.Texts(var v) -> new Attribute.Texts(list(v, "", random));
            case Attribute.SubBlock a -> new Attribute.SubBlock(random.nextInt(3));
            case Attribute.Opaque a -> a;
        };
    }

    /** One element replaced, added or removed. */
    private static <T> List<T> list(List<T> old, T element, SplittableRandom random) {
        var list = new ArrayList<>(old);
        if (list.isEmpty() || random.nextInt(4) == 0) {
            list.add(element);
        } else if (random.nextInt(4) == 0) {
            list.removeLast();
        } else {
            list.set(random.nextInt(list.size()), element);
        }
        return list;
    }

    /** One slot emptied, doubled or given another variable. */
    private static Map<String, List<String>> slots(
            Map<String, List<String>> old, Map<String, Variable> variables, SplittableRandom random) {
        var slots = new HashMap<>(old);
        if (slots.isEmpty()) {
            return slots;
        }
        var names = slots.keySet().stream().sorted().toList();
        var slot = names.get(random.nextInt(names.size()));
        var all = variables.keySet().stream().sorted().toList();
        var variable = all.get(random.nextInt(all.size()));
        slots.put(
                slot,
                switch (random.nextInt(4)) {
                    case 0 -> List.of();
                    case 1 -> List.of(variable, variable);
                    case 2 -> List.of("@EMPTY@");
                    default -> List.of(variable);
                });
        return slots;
    }

    private static long number(SplittableRandom random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static float real(SplittableRandom random) {
        return REALS[random.nextInt(REALS.length)];
    }
}
