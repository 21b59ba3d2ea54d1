package dev.touchstone.rknpu.ddk;

/** {@code rk::nn::TensorRole}. */
public enum Role {
    /** Between two operators. */
    VAR(0),
    /** With data from the start. */
    CONST(1),
    /** Filled or read by the host. */
    DATA(2);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
