// Graph of the interface. Every by-value argument is moved from, which the calling convention allows.
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "graph_state.h"
#include "log.h"

namespace simulator {
namespace {

std::atomic<const char*> inside{nullptr};

bool isDirectory(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool exists(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0;
}

GraphState& state(void* graph) {
  if (graph == nullptr) misuse("a Graph that was not constructed, or was destroyed");
  return *static_cast<GraphState*>(graph);
}

int load(GraphState& graph, std::string content) {
  if (!Cache::hasMagic(content)) {
    std::printf("invalid NBG cache magic format, size=%zu\n", content.size());
    return rk::nn::RK_INVALID_PARAM;
  }
  graph.loaded.emplace(std::move(content));
  return rk::nn::RK_SUCCESS;
}

// Four operators of the vendor's library free memory in their destructors that only Build allocates.
bool destroyableUnbuilt(rk::nn::OperatorType type) {
  switch (type) {
    case rk::nn::OperatorType::FULLCONNECT:
    case rk::nn::OperatorType::RESHAPE:
    case rk::nn::OperatorType::REDUCE:
    case rk::nn::OperatorType::FLATTEN:
      return false;
    default:
      return true;
  }
}

std::vector<std::shared_ptr<rk::nn::TensorAttr>> attributesOf(const Tensors& tensors) {
  std::vector<std::shared_ptr<rk::nn::TensorAttr>> attributes;
  for (const auto& tensor : tensors) {
    attributes.push_back(static_cast<const TensorImpl*>(tensor.get())->sharedAttributes());
  }
  return attributes;
}

}  // namespace

Entry::Entry(const char* function) {
  const char* other = nullptr;
  if (!inside.compare_exchange_strong(other, function)) {
    misuse("%s is called while another thread is in %s; the library has no lock", function, other);
  }
}

Entry::~Entry() { inside = nullptr; }

GraphState::~GraphState() {
  for (const auto& op : operators) {
    if (!built && !destroyableUnbuilt(op->type())) {
      misuse("a graph with a %s is destroyed that was never built", operatorName(static_cast<int>(op->type())));
    }
  }
  for (const auto& op : operators) op->listed(false);
  for (const auto& tensor : tensors) tensor->listed(false);
}

}  // namespace simulator

namespace rk {
namespace nn {

using namespace simulator;

Graph::Graph() : pri_data(nullptr) {
  const Entry entry("Graph::Graph");
  pri_data = new GraphState();
}

Graph::~Graph() {
  const Entry entry("Graph::~Graph");
  delete &state(pri_data);
  pri_data = nullptr;
}

std::shared_ptr<Operator> Graph::AddOperator(OperatorType type, std::vector<std::shared_ptr<Tensor>> inputs,
                                             std::vector<std::shared_ptr<Tensor>> outputs, void* attrs,
                                             std::string name) {
  const Entry entry("Graph::AddOperator");
  GraphState& graph = state(pri_data);
  const Tensors takenInputs = std::move(inputs);
  const Tensors takenOutputs = std::move(outputs);
  const std::string takenName = std::move(name);
  if (graph.built) {
    logError("AddOperator", 90, "GraphImpl had setup, can not create op now!");
    return nullptr;
  }
  if (!implemented(type)) {
    logError("AddOperator", 184, "unimplemented OP %s\n", operatorName(static_cast<int>(type)));
    return nullptr;
  }
  auto op = std::make_shared<OperatorImpl>(type, takenInputs, takenOutputs, attrs, takenName);
  op->listed(true);
  graph.operators.push_back(op);
  return op;
}

std::shared_ptr<Tensor> Graph::CreateTensor(std::shared_ptr<TensorAttr> attr, void* data) {
  const Entry entry("Graph::CreateTensor");
  auto tensor = std::make_shared<TensorImpl>(std::move(attr), data);
  tensor->listed(true);
  state(pri_data).tensors.push_back(tensor);
  return tensor;
}

int Graph::SetInputsOutputs(std::vector<std::shared_ptr<Tensor>> inputs,
                            std::vector<std::shared_ptr<Tensor>> outputs) {
  const Entry entry("Graph::SetInputsOutputs");
  state(pri_data).inputs = std::move(inputs);
  state(pri_data).outputs = std::move(outputs);
  return RK_SUCCESS;
}

std::vector<std::shared_ptr<Tensor>> Graph::GetInputs() {
  const Entry entry("Graph::GetInputs");
  return state(pri_data).inputs;
}

std::vector<std::shared_ptr<Tensor>> Graph::GetOutputs() {
  const Entry entry("Graph::GetOutputs");
  return state(pri_data).outputs;
}

std::vector<std::shared_ptr<TensorAttr>> Graph::GetInputTensorsAttr() {
  const Entry entry("Graph::GetInputTensorsAttr");
  const GraphState& graph = state(pri_data);
  return graph.loaded && graph.inputs.empty() ? graph.loaded->inputs() : attributesOf(graph.inputs);
}

std::vector<std::shared_ptr<TensorAttr>> Graph::GetOutputTensorsAttr() {
  const Entry entry("Graph::GetOutputTensorsAttr");
  const GraphState& graph = state(pri_data);
  return graph.loaded && graph.outputs.empty() ? graph.loaded->outputs() : attributesOf(graph.outputs);
}

int Graph::EnableCreateCache(std::string path) {
  const Entry entry("Graph::EnableCreateCache");
  const std::string taken = std::move(path);
  if (taken.empty()) {
    logError("EnableCreateCache", 330, "cache path is empty!");
    return RK_FAILURE;
  }
  const size_t slash = taken.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : taken.substr(0, std::max<size_t>(slash, 1));
  if (!isDirectory(directory)) {
    logError("EnableCreateCache", 340, "binary graph cache dir: \"%s\" does not exist, please create it\n",
             directory.c_str());
    return RK_FAILURE;
  }
  if (exists(taken)) {
    logError("EnableCreateCache", 347, "binary graph cache: %s has been existed\n", taken.c_str());
    return RK_FAILURE;
  }
  state(pri_data).cachePath = taken;
  return RK_SUCCESS;
}

int Graph::LoadCache(std::string path) {
  const Entry entry("Graph::LoadCache");
  const std::string taken = std::move(path);
  if (taken.empty()) {
    logError("LoadCache", 404, "cache path is empty!");
    return RK_FAILURE;
  }
  std::ifstream file(taken, std::ios::binary);
  if (!file) {
    logError("LoadCache", 409, "binary graph cache: %s does not exist\n", taken.c_str());
    return RK_FAILURE;
  }
  return load(state(pri_data), std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
}

int Graph::LoadCache(const char* buffer, size_t size) {
  const Entry entry("Graph::LoadCache");
  if (buffer == nullptr || size == 0) {
    logError("LoadCache", 390, "cache buffer is empty!");
    return RK_FAILURE;
  }
  return load(state(pri_data), std::string(buffer, size));
}

}  // namespace nn
}  // namespace rk
