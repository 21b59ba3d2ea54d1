package dev.touchstone.conformance.profile;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.CoefficientErrors;
import dev.touchstone.conformance.oracle.Limits;
import dev.touchstone.conformance.oracle.Rounding;
import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What a declared profile leaves open for one node: the arithmetics that it admits. A field that is declared unknown
 * takes all its values in turn; nothing here is a tolerance.
 */
public final class Freedom {
    private final List<Rounding> roundings;
    private final List<Limits> limits;
    private final List<Arithmetic> inner;
    private final boolean roundsInside;
    private final boolean roundsCoefficients;

    private Freedom(
            List<Rounding> roundings,
            List<Limits> limits,
            List<Arithmetic> inner,
            boolean roundsInside,
            boolean roundsCoefficients) {
        this.roundings = roundings;
        this.limits = limits;
        this.inner = inner;
        this.roundsInside = roundsInside;
        this.roundsCoefficients = roundsCoefficients;
    }

    /** What the profile admits for this node. */
    public static Freedom of(NumericProfile profile, Node node) {
        var fields = Field.of(node);
        var inner = List.of(Arithmetic.RULES);
        inner = spread(inner, fields, Field.REQUANTIZATION, requantizations(profile));
        inner = spread(inner, fields, Field.MULTIPLIER, multipliers(profile));
        inner = spread(inner, fields, Field.BIAS, biases(profile));
        inner = spread(inner, fields, Field.ACTIVATION, activations(profile));
        inner = spread(inner, fields, Field.DIVISOR, divisors(profile));
        inner = spread(inner, fields, Field.TABLES, tables(profile));
        boolean roundsInside = fields.contains(Field.ACTIVATION)
                && activations(profile).contains(Arithmetic.Activation.AFTER_ROUNDING);
        boolean roundsCoefficients =
                profile.coefficients() != NumericProfile.Coefficients.AS_STATED && CoefficientErrors.concern(node);
        return new Freedom(roundings(profile), limits(profile), inner, roundsInside, roundsCoefficients);
    }

    private static <V> List<Arithmetic> spread(
            List<Arithmetic> bases, List<Field<?>> relevant, Field<V> field, List<V> values) {
        var variants = new ArrayList<Arithmetic>();
        // A field that the node does not depend on keeps the definition's value.
        bases.forEach(b -> variants.addAll(relevant.contains(field) ? field.variants(b, values) : List.of(b)));
        return variants;
    }

    private static List<Rounding> roundings(NumericProfile profile) {
        return switch (profile.rounding()) {
            case HALF_EVEN -> List.of(Rounding.HALF_EVEN);
            case HALF_AWAY -> List.of(Rounding.HALF_AWAY);
            case HALF_UP -> List.of(Rounding.HALF_UP);
            case TRUNCATE -> List.of(Rounding.TRUNCATE);
            case FLOOR -> List.of(Rounding.FLOOR);
            case UNKNOWN ->
                List.of(Rounding.HALF_EVEN, Rounding.HALF_AWAY, Rounding.HALF_UP, Rounding.TRUNCATE, Rounding.FLOOR);
        };
    }

    private static List<Limits> limits(NumericProfile profile) {
        return switch (profile.range()) {
            case SYMMETRIC -> List.of(Limits.SYMMETRIC);
            case FULL -> List.of(Limits.FULL);
            case UNKNOWN -> List.of(Limits.SYMMETRIC, Limits.FULL);
        };
    }

    private static List<Arithmetic.Requantization> requantizations(NumericProfile profile) {
        return switch (profile.requantization()) {
            case F32_MUL, F32_FMA, F32_MLA -> List.of(Arithmetic.Requantization.F32);
            case FIXED_POINT ->
                List.of(
                        Arithmetic.Requantization.FIXED_31,
                        Arithmetic.Requantization.FIXED_31_TWICE,
                        Arithmetic.Requantization.FIXED_15);
            case UNKNOWN -> Field.REQUANTIZATION.values();
        };
    }

    private static List<Arithmetic.Multiplier> multipliers(NumericProfile profile) {
        return switch (profile.multiplier()) {
            case FROM_DOUBLE -> List.of(Arithmetic.Multiplier.FROM_DOUBLE);
            // The fixed point is that of the float32 quotient.
            case FLOAT_STEPS, FIXED_POINT -> List.of(Arithmetic.Multiplier.FLOAT_STEPS);
            case UNKNOWN -> Field.MULTIPLIER.values();
        };
    }

    private static List<Arithmetic.Bias> biases(NumericProfile profile) {
        return switch (profile.bias()) {
            case INT32_HALF_EVEN -> List.of(Arithmetic.Bias.INT32_HALF_EVEN);
            case INT32_TRUNCATED -> List.of(Arithmetic.Bias.INT32_TRUNCATED);
            case F32 ->
                switch (profile.requantization()) {
                    case F32_FMA -> List.of(Arithmetic.Bias.F32_FMA);
                    case F32_MUL, F32_MLA -> List.of(Arithmetic.Bias.F32_MLA);
                    case FIXED_POINT, UNKNOWN -> List.of(Arithmetic.Bias.F32_FMA, Arithmetic.Bias.F32_MLA);
                };
            case UNKNOWN -> Field.BIAS.values();
        };
    }

    private static List<Arithmetic.Activation> activations(NumericProfile profile) {
        return switch (profile.activationPlace()) {
            case FLOAT_BEFORE_ROUND -> List.of(Arithmetic.Activation.BEFORE_ROUNDING);
            case INTEGER_AFTER_ROUND -> List.of(Arithmetic.Activation.AFTER_ROUNDING);
            case UNKNOWN -> Field.ACTIVATION.values();
        };
    }

    private static List<Arithmetic.Divisor> divisors(NumericProfile profile) {
        return switch (profile.averageDivisor()) {
            case PER_WINDOW -> List.of(Arithmetic.Divisor.PER_WINDOW);
            case FULL_WINDOW -> List.of(Arithmetic.Divisor.FULL_WINDOW);
            case RECIPROCAL -> List.of(Arithmetic.Divisor.RECIPROCAL);
            case UNKNOWN -> Field.DIVISOR.values();
        };
    }

    private static List<Arithmetic.Tables> tables(NumericProfile profile) {
        return switch (profile.transcendental()) {
            case TABLE -> List.of(Arithmetic.Tables.DOUBLE);
            case FLOAT_APPROXIMATION, UNKNOWN -> Field.TABLES.values();
        };
    }

    /** Whether the definition's own results are among those admitted. */
    public boolean admitsDefinition() {
        return roundings.contains(Rounding.HALF_EVEN)
                && limits.contains(Limits.SYMMETRIC)
                && inner.contains(Arithmetic.RULES);
    }

    /** Whether one arithmetic is admitted and no other, so that results are compared and not enclosed. */
    public boolean isExact() {
        return roundings.size() * limits.size() * inner.size() == 1 && !roundsCoefficients;
    }

    /** The ways in which int8 results may end. */
    List<Arithmetic> endings() {
        var endings = new ArrayList<Arithmetic>();
        for (var rounding : roundings) {
            for (var limit : limits) {
                endings.add(Arithmetic.RULES.with(rounding).with(limit));
            }
        }
        return endings;
    }

    /**
     * What is admitted for each output of the node.
     *
     * @param places which elements of each output are judged
     */
    public List<Enclosure> enclosures(Node node, List<Tensor> operands, List<Places> places) {
        return Enclosure.of(this, node, operands, places);
    }

    /** The arithmetics whose steps an ending rounds. */
    List<Arithmetic> before(Arithmetic ending) {
        return roundsInside ? inner.stream().map(a -> a.with(ending.rounding())).toList() : inner;
    }

    /** Whether {@link #before} depends on the ending. */
    boolean roundsInside() {
        return roundsInside;
    }

    /** Whether factor and offset of the node may be those that int8 codes can express. */
    boolean roundsCoefficients() {
        return roundsCoefficients;
    }
}
