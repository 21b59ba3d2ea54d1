// Refusals, caches, what is left behind.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "../simulator/census.h"
#include "network.h"

namespace selftest {

using namespace rk::nn;

namespace {

using Bytes = std::vector<int8_t>;

void relu(Network& n, const TensorRef& in, const TensorRef& out) {
  same("relu", n.run<int8_t>(in, out, Bytes{-3, 3}, 2), Bytes{0, 3});
}

void accepts33Operators() {
  constexpr int known[] = {1,  2,  3,  4,  5,  6,  7,  9,  12, 15, 16, 17, 19, 23, 26, 29, 30,
                           31, 32, 33, 42, 43, 44, 48, 51, 52, 55, 59, 69, 75, 78, 85, 86};
  // Never destroyed: the vendor's library crashes when it destroys some of the operators without having built them.
  static Network* const kept = new Network();
  Network& n = *kept;
  const TensorRef in = n.int8({1, 2}, 1);
  const TensorRef out = n.int8({1, 2}, 1);
  // Large and zeroed: enough for the attributes of every operator.
  alignas(16) unsigned char attributes[256] = {};
  std::vector<int> accepted;
  for (int type = 0; type <= 90; type++) {
    // An NBG holds a string, which zeros are not.
    if (type == static_cast<int>(OperatorType::NBG)) {
      accepted.push_back(type);
      continue;
    }
    const auto op = n.graph.AddOperator(static_cast<OperatorType>(type), {in}, {out}, attributes);
    if (op != nullptr) accepted.push_back(type);
  }
  same("accepted operators", accepted, std::vector<int>(std::begin(known), std::end(known)));
}

void namesAndDescribesTensors() {
  Network n;
  const TensorRef tensor = n.int8({1, 2, 3}, 0.5f);
  same("dims", tensor->GetDims(), std::vector<int32_t>{1, 2, 3});
  same("precision", static_cast<long>(tensor->GetPrecision()), static_cast<long>(PrecisionType::INT8));
  same("scale", tensor->GetQntParamSymmetric().scale, std::vector<float>{0.5f});
  same("name", tensor->GetName() == "t0", 1);
  const auto op = n.graph.AddOperator(OperatorType::RELU, {tensor}, {tensor}, nullptr, "an operator with a long name");
  same("operator's name", op->GetName() == "an operator with a long name", 1);
  same("operator's inputs", static_cast<long>(op->GetInputs().size()), 1);
  same("references of a tensor", tensor.use_count(), 4);
  same("references of an operator", op.use_count(), 2);
}

// A bias of another scale than the products: nothing is computed, Build says 0.
void dropsTheNetworkWhenABiasScaleIsWrong() {
  Network n;
  int8_t weight = 1;
  std::vector<int32_t> zero{0};
  const TensorRef in = n.int8({1, 1, 1, 1}, 1);
  const TensorRef middle = n.int8({1, 1, 1, 1}, 1, Role::VAR);
  const TensorRef out = n.int8({1, 1, 1, 1}, 1);
  auto attributes = convolutionAttributes(1);
  n.add(OperatorType::RELU, {in}, middle);
  n.add(OperatorType::CONV2D, {middle, n.int8({1, 1, 1, 1}, 1, Role::CONST, &weight), n.bias(zero, 9)}, out,
        &attributes);
  // What comes out is anything but the result.
  same("dropped network", n.run<int8_t>(in, out, Bytes{5}, 1) != Bytes{5}, 1);
}

void readsItsOwnCache(const std::string& path) {
  std::remove(path.c_str());
  {
    Network n;
    const TensorRef in = n.int8({1, 2}, 1);
    const TensorRef out = n.int8({1, 2}, 1);
    n.add(OperatorType::RELU, {in}, out);
    same("no path", n.graph.EnableCreateCache(""), RK_FAILURE);
    same("no such directory", n.graph.EnableCreateCache("/nonexistent/cache"), RK_FAILURE);
    same("cache enabled", n.graph.EnableCreateCache(path), RK_SUCCESS);
    relu(n, in, out);
  }
  Network n;
  same("existing file", n.graph.EnableCreateCache(path), RK_FAILURE);
  same("loaded", n.graph.LoadCache(path), RK_SUCCESS);
  const auto inputs = n.graph.GetInputTensorsAttr();
  const auto outputs = n.graph.GetOutputTensorsAttr();
  if (inputs.size() != 1 || outputs.size() != 1) {
    same("cached tensors", static_cast<long>(inputs.size() + outputs.size()), 2);
    return;
  }
  same("cached dims", inputs[0]->dims, std::vector<int32_t>{1, 2});
  same("cached name", static_cast<long>(inputs[0]->name.size()), 0);
  same("cached scale", inputs[0]->qntParamAffineAsymmetric.scale, std::vector<float>{1});
  const TensorRef in = n.graph.CreateTensor(inputs[0], nullptr);
  const TensorRef out = n.graph.CreateTensor(outputs[0], nullptr);
  relu(n, in, out);
  std::remove(path.c_str());
  Network damaged;
  same("bad magic", damaged.graph.LoadCache("nothing at all", 14), RK_INVALID_PARAM);
  same("missing file", damaged.graph.LoadCache(path), RK_FAILURE);
  same("no attributes", static_cast<long>(damaged.graph.GetInputTensorsAttr().size()), 0);
}

// A thousand graphs are built, run and destroyed.
void leavesNothingBehind() {
  const auto use = [] {
    Network n;
    int8_t weight = 1;
    std::vector<int32_t> zero{0};
    const TensorRef in = n.int8({1, 1, 1, 2}, 1);
    const TensorRef middle = n.int8({1, 1, 1, 2}, 1, Role::VAR);
    const TensorRef out = n.int8({1, 1, 1, 2}, 1);
    auto attributes = convolutionAttributes(1);
    n.add(OperatorType::CONV2D, {in, n.int8({1, 1, 1, 1}, 1, Role::CONST, &weight), n.bias(zero, 1)}, middle,
          &attributes);
    n.add(OperatorType::RELU, {middle}, out);
    relu(n, in, out);
  };
  // The first ones fill caches of the C library.
  for (int i = 0; i < 10; i++) use();
  // Of the simulator, or of the stand-in for the driver, whose operator new serves the vendor's library too.
  const long blocks = touchstone_simulator_count("blocks");
  const long bytes = touchstone_simulator_count("bytes");
  for (int i = 0; i < 1000; i++) use();
  std::printf("1000 lifetimes changed the memory in use by %ld bytes\n", touchstone_simulator_count("bytes") - bytes);
  same("blocks after 1000 lifetimes", touchstone_simulator_count("blocks"), blocks);
  same("bytes after 1000 lifetimes", touchstone_simulator_count("bytes"), bytes);
#ifndef VENDOR
  for (const char* kind : {"graphs", "exections", "tensors", "operators", "device-graphs"}) {
    same(kind, touchstone_simulator_count(kind), 0);
  }
#endif
}

}  // namespace

void lifecycle() {
  namesAndDescribesTensors();
  dropsTheNetworkWhenABiasScaleIsWrong();
  readsItsOwnCache("/tmp/touchstone-selftest-" + std::to_string(::getpid()) + ".cache");
  leavesNothingBehind();
  accepts33Operators();
}

}  // namespace selftest
