// Exection of the interface: Build, SetInputs, Run, GetOutputs.
#include <fstream>

#include "faults.h"
#include "graph_state.h"
#include "log.h"
#include "switches.h"

namespace simulator {
namespace {

void saveCache(const GraphState& graph, const DeviceGraph& network) {
  if (graph.cachePath.empty()) return;
  if (faultStrikes("no-cache-file")) {
    logError("Init", 43, "Binary Graph Parse init failed: %s does not exist\n", graph.cachePath.c_str());
    logError("ReSaveCache", 373, "Init Cache Saver failed\n");
    return;
  }
  const auto attributes = [](const Tensors& tensors) {
    std::vector<const rk::nn::TensorAttr*> found;
    for (const auto& tensor : tensors) found.push_back(&static_cast<const TensorImpl*>(tensor.get())->attributes());
    return found;
  };
  std::ofstream file(graph.cachePath, std::ios::binary);
  file << cacheFile(attributes(graph.inputs), attributes(graph.outputs), network);
}

DeviceGraph& device(void* handle, const char* function) {
  if (handle == nullptr) misuse("%s before Build", function);
  return *static_cast<DeviceGraph*>(handle);
}

}  // namespace
}  // namespace simulator

namespace rk {
namespace nn {

using namespace simulator;

// As in the vendor's library the second word is not written here, and the destructor frees what it finds there: the
// caller has to zero the memory.
Exection::Exection(Graph* graph) : graph_(graph) {
  const Entry entry("Exection::Exection");
  if (device_handle != nullptr) {
    misuse("the memory of an Exection was not zeroed");
    device_handle = nullptr;
  }
  born(Kind::EXECTION);
}

Exection::~Exection() {
  const Entry entry("Exection::~Exection");
  delete static_cast<DeviceGraph*>(device_handle);
  device_handle = nullptr;
  died(Kind::EXECTION);
}

int Exection::Build() {
  const Entry entry("Exection::Build");
  openDevice();
  if (strike("build")) {
    logError("Build", 79, "Build graph fail\n");
    return RK_INVALID_MODEL;
  }
  GraphState& graph = *static_cast<GraphState*>(graph_->pri_data);
  if (graph.built) misuse("a second Build of one graph");
  std::unique_ptr<DeviceGraph> network = graph.loaded ? graph.loaded->network() : compile(graph);
  for (const auto& tensor : graph.tensors) tensor->built();
  graph.built = true;
  builtOnce();
  saveCache(graph, *network);
  device_handle = network.release();
  return RK_SUCCESS;
}

int Exection::SetInputs(std::vector<InputInfo> inputs) {
  const Entry entry("Exection::SetInputs");
  const std::vector<InputInfo> taken = std::move(inputs);
  const GraphState& graph = *static_cast<const GraphState*>(graph_->pri_data);
  DeviceGraph& network = device(device_handle, "SetInputs");
  if (taken.size() != graph.inputs.size()) {
    logError("SetInputs", 115, "input size mismatch! %zu vs %zu\n", graph.inputs.size(), taken.size());
    return RK_INVALID_INPUTS;
  }
  for (size_t i = 0; i < taken.size() && i < network.inputs.size(); i++) {
    if (taken[i].index != i) misuse("SetInputs: element %zu has index %u, which is ignored", i, taken[i].index);
    if (taken[i].pass_through != 0) misuse("SetInputs: pass_through is ignored");
    toDevice(static_cast<const TensorImpl&>(*graph.inputs[i]), taken[i].buf, taken[i].size,
             network.tensors[network.inputs[i]]);
  }
  return RK_SUCCESS;
}

int Exection::Run() {
  const Entry entry("Exection::Run");
  DeviceGraph& network = device(device_handle, "Run");
  printGarbage();
  if (strike("run")) {
    logError("Run", 104, "Run graph fail\n");
    return RK_FAILURE;
  }
  network.run();
  ranOnce();
  return RK_SUCCESS;
}

int Exection::GetOutputs(std::vector<OutputInfo> outputs) {
  const Entry entry("Exection::GetOutputs");
  const std::vector<OutputInfo> taken = std::move(outputs);
  const GraphState& graph = *static_cast<const GraphState*>(graph_->pri_data);
  const DeviceGraph& network = device(device_handle, "GetOutputs");
  if (taken.size() != graph.outputs.size()) {
    logError("GetOutputs", 130, "Output size mismatch! %zu vs %zu\n", graph.outputs.size(), taken.size());
    return RK_INVALID_OUTPUTS;
  }
  if (faultStrikes("no-output")) return RK_SUCCESS;
  for (size_t i = 0; i < taken.size() && i < network.outputs.size(); i++) {
    if (taken[i].index != i) misuse("GetOutputs: element %zu has index %u, which is ignored", i, taken[i].index);
    if (taken[i].want_float != 0) misuse("GetOutputs: want_float is ignored");
    fromDevice(static_cast<const TensorImpl&>(*graph.outputs[i]), network.tensors[network.outputs[i]], taken[i].buf,
               taken[i].size);
  }
  return RK_SUCCESS;
}

}  // namespace nn
}  // namespace rk
