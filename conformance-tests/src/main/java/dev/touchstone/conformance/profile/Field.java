package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Limits;
import dev.touchstone.conformance.oracle.Rounding;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Sub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A degree of freedom of an {@link Arithmetic}.
 *
 * @param name as reports call it
 * @param values all it can be, the rules' first
 * @param of reads it
 * @param with another arithmetic with this value
 */
record Field<V>(String name, List<V> values, Function<Arithmetic, V> of, BiFunction<Arithmetic, V, Arithmetic> with) {
    static final Field<Rounding> ROUNDING =
            field("rounding", Rounding.values(), Arithmetic::rounding, Arithmetic::with);
    static final Field<Limits> LIMITS = field("limits", Limits.values(), Arithmetic::limits, Arithmetic::with);
    static final Field<Arithmetic.Requantization> REQUANTIZATION =
            field("requantization", Arithmetic.Requantization.values(), Arithmetic::requantization, Arithmetic::with);
    static final Field<Arithmetic.Multiplier> MULTIPLIER =
            field("multiplier", Arithmetic.Multiplier.values(), Arithmetic::multiplier, Arithmetic::with);
    static final Field<Arithmetic.Bias> BIAS =
            field("bias", Arithmetic.Bias.values(), Arithmetic::bias, Arithmetic::with);
    static final Field<Arithmetic.Activation> ACTIVATION =
            field("activation", Arithmetic.Activation.values(), Arithmetic::activation, Arithmetic::with);
    static final Field<Arithmetic.Divisor> DIVISOR =
            field("divisor", Arithmetic.Divisor.values(), Arithmetic::divisor, Arithmetic::with);
    static final Field<Arithmetic.Padding> PADDING =
            field("padding", Arithmetic.Padding.values(), Arithmetic::padding, Arithmetic::with);
    static final Field<Arithmetic.Maximum> MAXIMUM =
            field("maximum", Arithmetic.Maximum.values(), Arithmetic::maximum, Arithmetic::with);
    static final Field<Arithmetic.Tables> TABLES =
            field("tables", Arithmetic.Tables.values(), Arithmetic::tables, Arithmetic::with);

    static final List<Field<?>> ALL =
            List.of(ROUNDING, LIMITS, REQUANTIZATION, MULTIPLIER, BIAS, ACTIVATION, DIVISOR, PADDING, MAXIMUM, TABLES);

    private static <V> Field<V> field(
            String name, V[] values, Function<Arithmetic, V> of, BiFunction<Arithmetic, V, Arithmetic> with) {
        return new Field<>(name, Arrays.asList(values), of, with);
    }

    /** The same arithmetic once for each of the values. */
    List<Arithmetic> variants(Arithmetic base, List<V> chosen) {
        return chosen.stream().map(v -> with.apply(base, v)).toList();
    }

    /** The same arithmetic once for each value. */
    List<Arithmetic> variants(Arithmetic base) {
        return variants(base, values);
    }

    /** The arithmetic with this field taken from another. */
    Arithmetic copied(Arithmetic to, Arithmetic from) {
        return with.apply(to, of.apply(from));
    }

    boolean differs(Arithmetic a, Arithmetic b) {
        return !of.apply(a).equals(of.apply(b));
    }

    /** {@code rounding HALF_AWAY}. */
    String text(Arithmetic arithmetic) {
        return name + " " + of.apply(arithmetic);
    }

    /** What the results of a node may depend on. */
    static List<Field<?>> of(Node node) {
        var fields = new ArrayList<Field<?>>(List.of(ROUNDING, LIMITS));
        switch (node.operator()) {
            case Conv2d o -> {
                product(fields, node, o.activation());
                fields.add(PADDING);
            }
            case FullyConnected o -> product(fields, node, o.activation());
            case MatMul o -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER));
            case Add o -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER));
            case Sub o -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER));
            case Mul o -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER));
            case Pow o -> fields.add(TABLES);
            case Div o -> fields.add(MULTIPLIER);
            case Binary o -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER));
            case Pool2d o -> pool(fields, o);
            case MaxPool2dWithIndex o -> fields.addAll(List.of(MAXIMUM, TABLES));
            case Reduce o -> reduce(fields, o);
            case Resize o -> fields.add(o.method() == Resize.Method.BILINEAR ? MULTIPLIER : TABLES);
            case Quantize o -> {}
            case Operator o -> fields.add(TABLES);
        }
        return fields;
    }

    /**
     * Whether an arithmetic is another one for this node than the same with the definition's multiplier: the quotient of
     * two scales alone, rounded to double and then to float32, is that of float32; and exact factors are not rounded.
     */
    static boolean isDistinct(Node node, Arithmetic arithmetic) {
        boolean oneQuotient = switch (node.operator()) {
            case Mul o -> false;
            case Div o -> false;
            case Pow o -> false;
            case Binary o -> true;
            case Operator o -> false;
        };
        return switch (arithmetic.requantization()) {
            case F32 -> !oneQuotient || arithmetic.multiplier() == Arithmetic.Multiplier.FROM_DOUBLE;
            case EXACT -> arithmetic.multiplier() == Arithmetic.Multiplier.FROM_DOUBLE;
            case DOUBLE, FIXED_31, FIXED_31_TWICE, FIXED_15 -> true;
        };
    }

    private static void product(List<Field<?>> fields, Node node, Activation activation) {
        fields.add(REQUANTIZATION);
        fields.add(MULTIPLIER);
        if (node.inputs().size() > 2 && node.input(2).type().isFloat()) {
            fields.add(BIAS);
        }
        if (!(activation instanceof Activation.None)) {
            fields.add(ACTIVATION);
        }
    }

    private static void pool(List<Field<?>> fields, Pool2d pool) {
        fields.addAll(
                pool.kind() == Pool2d.Kind.MAX
                        ? List.of(MAXIMUM, TABLES)
                        : List.of(REQUANTIZATION, MULTIPLIER, DIVISOR, PADDING));
    }

    private static void reduce(List<Field<?>> fields, Reduce reduce) {
        switch (reduce.kind()) {
            case MEAN -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER, DIVISOR));
            case SUM -> fields.addAll(List.of(REQUANTIZATION, MULTIPLIER));
            case MAX, MIN, PRODUCT -> fields.add(TABLES);
        }
    }
}
