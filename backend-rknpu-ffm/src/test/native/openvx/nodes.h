#pragma once

#include "references.h"

namespace openvx {

// Appends a node to a graph and returns its handle, which the caller has to release.
void* add(void* graph, const char* function, rk::nn::OperatorType type, simulator::Attributes attributes,
          const std::vector<void*>& inputs, void* output);

}  // namespace openvx
