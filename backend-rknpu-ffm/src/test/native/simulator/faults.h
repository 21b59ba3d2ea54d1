// Ways of a device and its driver to fail, by TOUCHSTONE_SIMULATOR_FAULT.
#pragma once

namespace simulator {

// Opening the device, the first thing that Build does: the process may end here.
void openDevice();

// Crashes, hangs, exits or fails of a phase, "build" or "run". True when the call is to fail by its return code.
bool strike(const char* phase);

// Dies as a wild pointer in a driver does: what the process makes of it is the process's affair.
void crash();

// Text of somebody else on standard output.
void printGarbage();

}  // namespace simulator
