#pragma once

#include "references.h"

namespace openvx {

// Appends a node to a graph and returns its handle, which the caller has to release.
void* add(void* graph, const char* function, rk::nn::OperatorType type, simulator::Attributes attributes,
          const std::vector<void*>& inputs, void* output);

// The driver takes the filters of a depthwise convolution as the channels of one.
bool isDepthwise(const Node& node);

}  // namespace openvx
