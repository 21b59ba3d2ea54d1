/** Graph, tensors, operators and passes: what a model is, before anybody decides who runs it. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.core {
    requires static org.jspecify;

    exports dev.touchstone;
    exports dev.touchstone.tensor;
    exports dev.touchstone.op;
    exports dev.touchstone.graph;
    exports dev.touchstone.pass;
    exports dev.touchstone.model;

    uses dev.touchstone.model.ModelReader;
}
