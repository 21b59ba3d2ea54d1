package dev.touchstone.paddle.file;

import dev.touchstone.model.ModelLimits;
import java.util.Arrays;

/** Default limits but for one. */
final class Limits {
    private Limits() {}

    static ModelLimits with(String name, int value) {
        try {
            var components = ModelLimits.class.getRecordComponents();
            var types = new Class<?>[components.length];
            var values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = components[i].getAccessor().invoke(ModelLimits.defaults());
                if (components[i].getName().equals(name)) {
                    values[i] = types[i] == long.class ? (Object) (long) value : (Object) value;
                }
            }
            if (Arrays.stream(components).noneMatch(c -> c.getName().equals(name))) {
                throw new IllegalArgumentException(name);
            }
            return ModelLimits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
