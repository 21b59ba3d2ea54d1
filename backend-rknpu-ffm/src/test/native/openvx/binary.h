#pragma once

#include <string>

#include "references.h"

namespace openvx {

// The compiled form of a graph. One that writes parts of tensors through views has none that can be computed again.
std::string binaryOf(const Graph& graph);

// The network of a compiled form, or null.
std::shared_ptr<simulator::DeviceGraph> networkOf(const std::string& binary);

// Computes a node made of a compiled form: its parameters are the network's inputs, then its outputs.
void compute(const Node& node);

}  // namespace openvx
