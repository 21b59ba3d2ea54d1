package dev.touchstone.paddle;

import dev.touchstone.TouchstoneException;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.model.ModelReader;
import dev.touchstone.paddle.file.ProgramReader;
import java.nio.file.Path;
import java.util.Optional;

/** {@link PaddleModels} as a service. Thread-safe. */
public final class PaddleModelReader implements ModelReader {
    /** For {@link java.util.ServiceLoader}. */
    public PaddleModelReader() {}

    @Override
    public String format() {
        return "paddle";
    }

    /**
     * True for a program and for whatever else belongs to Paddle, readable or not: {@link #read} then says best what is
     * missing.
     */
    @Override
    public boolean recognises(Path path) {
        try {
            return ProgramReader.formatOf(path).isPaddle();
        } catch (TouchstoneException e) {
            return false;
        }
    }

    @Override
    public Model read(Path path, Optional<Path> parameters, ModelLimits limits) {
        return PaddleModels.read(path, parameters, limits);
    }
}
