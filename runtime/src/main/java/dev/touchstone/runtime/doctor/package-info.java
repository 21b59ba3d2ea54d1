/** Goes through the checkups of a machine: those of backends, and what is general. Prints nothing. */
package dev.touchstone.runtime.doctor;
