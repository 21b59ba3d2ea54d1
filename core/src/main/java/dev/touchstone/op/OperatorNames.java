package dev.touchstone.op;

/** The names of operator classes, each made once: messages, listings and checks of every node ask for them. */
final class OperatorNames {
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return snakeCase(type.getSimpleName());
        }
    };

    private OperatorNames() {}

    static String of(Class<? extends Operator> operator) {
        return NAMES.get(operator);
    }

    /** {@code MaxPool2dWithIndex} as {@code max_pool2d_with_index}, {@code PNorm} as {@code p_norm}. */
    static String snakeCase(String camelCase) {
        var name = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char letter = camelCase.charAt(i);
            if (i > 0 && Character.isUpperCase(letter)) {
                boolean afterWord = !Character.isUpperCase(camelCase.charAt(i - 1));
                boolean beforeWord = i + 1 < camelCase.length() && Character.isLowerCase(camelCase.charAt(i + 1));
                if (afterWord || beforeWord) {
                    name.append('_');
                }
            }
            name.append(Character.toLowerCase(letter));
        }
        return name.toString();
    }
}
