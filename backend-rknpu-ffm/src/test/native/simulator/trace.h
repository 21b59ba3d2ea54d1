// A line of text for each operation of the device, for comparing what was asked of a driver with what was expected.
#pragma once

#include <string>

#include "device_graph.h"

namespace simulator {

// Appends to the file that TOUCHSTONE_SIMULATOR_TRACE names, if any.
void traceLine(const std::string& line);

// The operation with its attributes, and its tensors with their dimensions in NCHW order, scales, zero points and, of
// constants, a checksum. What no driver is told (the kernel size of a convolution, the rounding of a pool's size) is
// left out.
void trace(const DeviceNode& node, const DeviceGraph& graph);

}  // namespace simulator
