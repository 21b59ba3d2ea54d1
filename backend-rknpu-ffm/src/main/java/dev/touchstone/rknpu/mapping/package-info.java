/**
 * What each operator becomes on the device, one file for each family: the conditions, then the lowering. Nothing here
 * calls native code.
 */
package dev.touchstone.rknpu.mapping;
