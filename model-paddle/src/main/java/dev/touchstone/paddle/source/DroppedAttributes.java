package dev.touchstone.paddle.source;

import java.util.Set;

/** Attributes that no operator's result depends on and that readers of Paddle's own drop, too. */
public final class DroppedAttributes {
    private static final Set<String> NAMES =
            Set.of("op_callstack", "op_namescope", "op_role", "op_role_var", "workspace_size_MB");

    private DroppedAttributes() {}

    /** Whether a reader passes over the attribute of this name. */
    public static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
