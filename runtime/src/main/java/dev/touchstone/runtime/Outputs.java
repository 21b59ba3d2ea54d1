package dev.touchstone.runtime;

import dev.touchstone.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run, in the model's order. The tensors are whole Java arrays that belong to the caller: nothing needs
 * closing, later runs do not change them.
 */
public final class Outputs {
    private final List<Tensor> tensors;
    private final Map<String, Tensor> byName;
    private final @Nullable Profile profile;

    Outputs(List<String> names, List<Tensor> tensors, @Nullable Profile profile) {
        this.tensors = List.copyOf(tensors);
        var map = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), tensors.get(i));
        }
        this.byName = Collections.unmodifiableMap(map);
        this.profile = profile;
    }

    /** The first output; most models have no other. */
    public Tensor first() {
        return tensors.getFirst();
    }

    /**
     * An output by its place.
     *
     * @throws NoSuchElementException if there is none at this place
     */
    public Tensor get(int index) {
        if (index < 0 || index >= tensors.size()) {
            throw new NoSuchElementException("no output " + index + "; the model has " + tensors.size());
        }
        return tensors.get(index);
    }

    /**
     * An output by its name.
     *
     * @throws NoSuchElementException if there is none of this name; the message lists all names
     */
    public Tensor get(String name) {
        var tensor = byName.get(name);
        if (tensor == null) {
            throw new NoSuchElementException("no output " + name + "; the model has " + byName.keySet());
        }
        return tensor;
    }

    /** All outputs in the model's order. */
    public List<Tensor> asList() {
        return tensors;
    }

    /** All outputs by name, in the model's order. */
    public Map<String, Tensor> asMap() {
        return byName;
    }

    /** Where the time went, if {@link RunOptions#withProfile} asked for it. */
    public Optional<Profile> profile() {
        return Optional.ofNullable(profile);
    }
}
