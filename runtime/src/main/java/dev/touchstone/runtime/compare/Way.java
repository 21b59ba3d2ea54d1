package dev.touchstone.runtime.compare;

import dev.touchstone.model.Model;
import dev.touchstone.runtime.SessionOptions;

/**
 * One way of computing: a model, on backends, in a precision.
 *
 * @param label for reports
 */
public record Way(String label, Model model, SessionOptions options) {}
