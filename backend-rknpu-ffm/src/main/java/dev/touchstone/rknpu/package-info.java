/** The backend {@code rknpu}: neural processors of Rockchip, called through the vendor's library. */
package dev.touchstone.rknpu;
