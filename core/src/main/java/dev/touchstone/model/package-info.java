/**
 * What a file holds: a model with named inputs and outputs, and the service that reads one. Start with
 * {@link dev.touchstone.model.Model}.
 */
package dev.touchstone.model;
