package dev.touchstone.rknpu.ddk;

/** A tensor of a {@link Graph}, valid while the graph is open. */
public final class Tensor {
    private final SharedPtr pointer;
    private final TensorAttr attr;

    Tensor(SharedPtr pointer, TensorAttr attr) {
        this.pointer = pointer;
        this.attr = attr;
    }

    SharedPtr pointer() {
        return pointer;
    }

    /** As it was created. */
    public TensorAttr attr() {
        return attr;
    }
}
