package dev.touchstone.paddle.source;

import dev.touchstone.model.ModelLimits;

/**
 * What a program has used of its limits so far.
 *
 * <p>The limits of a single operator allow in their product far more than memory holds, and a byte of a file can become
 * fifty bytes of objects. So slots, arguments, attributes and list elements of all operators together ("items") are
 * bounded too: by {@value #LISTS} times {@link ModelLimits#listElements()}.
 */
public final class DecodeBudget {
    private static final int LISTS = 8;

    private final Limit operators;
    private final Limit variables;
    private final Limit items;
    private long operatorCount;
    private long variableCount;
    private long itemCount;

    /** Nothing used of what the limits allow. */
    public DecodeBudget(ModelLimits limits) {
        operators = new Limit("operators", limits.operators());
        variables = new Limit("variables", limits.variables());
        items = new Limit("listElements * " + LISTS, (long) LISTS * limits.listElements());
    }

    /** One operator. */
    public void takeOperator(FaultPlace at) {
        if (!operators.admits(++operatorCount)) {
            throw at.fault(operators.refusal(operatorCount, "operators"));
        }
    }

    /** One variable. */
    public void takeVariable(FaultPlace at) {
        if (!variables.admits(++variableCount)) {
            throw at.fault(variables.refusal(variableCount, "variables"));
        }
    }

    /** One slot, argument, attribute or list element. */
    public void takeItem(FaultPlace at) {
        if (!items.admits(++itemCount)) {
            throw at.fault(items.refusal(itemCount, "slots, arguments, attributes and list elements in all"));
        }
    }
}
