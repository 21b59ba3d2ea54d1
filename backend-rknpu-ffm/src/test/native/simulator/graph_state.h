// What a Graph holds, and the compilation of it.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cache.h"
#include "census.h"
#include "device_graph.h"
#include "operator.h"

namespace simulator {

struct GraphState : Counted<Kind::GRAPH> {
  std::vector<std::shared_ptr<TensorImpl>> tensors;
  std::vector<std::shared_ptr<OperatorImpl>> operators;
  Tensors inputs;
  Tensors outputs;
  std::string cachePath;
  std::optional<Cache> loaded;
  bool built = false;

  ~GraphState();
};

// The tensors and nodes for the device. A node that fails its check leaves the whole network without nodes, one that
// the library refuses by itself is missing alone; both are told by log lines only.
std::unique_ptr<DeviceGraph> compile(GraphState& graph);

// Between the application's bytes of a graph input or output and the device's.
void toDevice(const TensorImpl& tensor, const void* buffer, size_t size, DeviceTensor& device);
void fromDevice(const TensorImpl& tensor, const DeviceTensor& device, void* buffer, size_t size);

// The library has no lock: no two threads may be in it at the same time. One Entry stands at the top of each function
// of the interface.
class Entry {
 public:
  explicit Entry(const char* function);
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry();
};

}  // namespace simulator
