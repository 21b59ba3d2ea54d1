/**
 * What {@code touchstone doctor} looks at for this backend: chip, libraries, driver, firmware. Reads files only; calls
 * nothing native.
 */
package dev.touchstone.rknpu.doctor;
