package dev.touchstone.op;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of operator classes, made once for each: verifying a graph asks for one at every step. */
final class OperatorNames {
    private static final Pattern BORDER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return BORDER.matcher(type.getSimpleName()).replaceAll("_").toLowerCase(Locale.ROOT);
        }
    };

    private OperatorNames() {}

    static String of(Class<? extends Operator> operator) {
        return NAMES.get(operator);
    }
}
