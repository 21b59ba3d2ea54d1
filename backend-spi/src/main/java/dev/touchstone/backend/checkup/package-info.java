/**
 * What {@code touchstone doctor} asks of a backend: checks of the machine that it needs, each with a remedy. Nothing here
 * knows a device.
 */
package dev.touchstone.backend.checkup;
