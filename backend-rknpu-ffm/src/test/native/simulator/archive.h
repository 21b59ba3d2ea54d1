// Writes and reads a DeviceGraph as a sequence of little-endian words, the same on both word sizes.
#pragma once

#include <memory>
#include <string>

#include "device_graph.h"

namespace simulator {

std::string archived(const DeviceGraph& graph);

// Nothing when the content is no archive of this version or is damaged.
std::unique_ptr<DeviceGraph> unarchived(const std::string& content);

}  // namespace simulator
