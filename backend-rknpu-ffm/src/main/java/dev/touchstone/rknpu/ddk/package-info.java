/**
 * The C++ interface of librknpu_ddk through {@code java.lang.foreign}: one class for each native one, memory layouts for
 * both word sizes, ownership. What an operator becomes is not known here.
 */
package dev.touchstone.rknpu.ddk;
