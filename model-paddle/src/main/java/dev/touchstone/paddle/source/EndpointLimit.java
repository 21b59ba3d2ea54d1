package dev.touchstone.paddle.source;

import dev.touchstone.ModelFormatException;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Block;
import java.util.Set;

/** Bounds the number of feed and fetch operators; what their attributes mean is the lowering's business. */
public final class EndpointLimit {
    private static final Set<String> FEEDS = Set.of("feed");
    private static final Set<String> FETCHES = Set.of("fetch", "fetch_v2");

    private EndpointLimit() {}

    /**
     * Checks a program's main block.
     *
     * @throws ModelFormatException if there are more of either than the limit
     */
    public static void check(String source, Block main, ModelLimits limits) {
        check(source, main, limits, FEEDS, "feed operators");
        check(source, main, limits, FETCHES, "fetch operators");
    }

    private static void check(String source, Block main, ModelLimits limits, Set<String> types, String things) {
        var limit = new Limit("endpoints", limits.endpoints());
        long count = main.ops().stream().filter(op -> types.contains(op.type())).count();
        if (!limit.admits(count)) {
            throw new ModelFormatException(source, "block 0: " + limit.refusal(count, things));
        }
    }
}
