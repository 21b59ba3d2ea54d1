package dev.touchstone.paddle.lowering;

/** What one type of Paddle operator means. Stateless. */
@FunctionalInterface
interface Lowering {
    /**
     * Reads slots and attributes of one operator, once for each model, before shapes are known. Everything about the
     * operator that is wrong for all shapes is refused here.
     */
    Step prepare(OpReader op);

    /** Adds the nodes that compute one operator, once for each graph. Immutable. */
    @FunctionalInterface
    interface Step {
        void emit(NodeEmitter nodes);
    }
}
