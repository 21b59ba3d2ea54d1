// What the vendor's library asks of its driver for an operator: seen by running it over a stand-in for the driver.
#pragma once

#include "device_graph.h"

namespace simulator {

// Writes the expected operations of the nodes to the trace. The nodes are in the order in which they were added.
void traceExpected(const DeviceGraph& graph);

}  // namespace simulator
