// The network as the simulated device holds it: tensors of bytes, half floats or integers, and nodes in an order in
// which they can be computed. It is also what a cache file carries.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "census.h"
#include "operators.h"

namespace simulator {

using Attributes =
    std::variant<std::monostate, rk::nn::Conv2DAttr, rk::nn::FCAttr, rk::nn::PoolAttr, rk::nn::SoftmaxAttr,
                 rk::nn::LeakyReluAttr, rk::nn::ConcatAttr, rk::nn::BatchNormAttr, rk::nn::ReshapeAttr,
                 rk::nn::PermuteAttr, rk::nn::ScaleAttr, rk::nn::SliceAttr, rk::nn::PadAttr, rk::nn::LayerNormAttr,
                 rk::nn::ReduceAttr, rk::nn::StridedSliceAttr, rk::nn::ClipAttr, rk::nn::GatherAttr,
                 rk::nn::FlattenAttr, rk::nn::NBGAttr>;

enum class Element : uint32_t { U8, F16, I32, F32 };

size_t elementSize(Element element);

// Dimensions are in NCHW order, as the application gave them.
struct DeviceTensor {
  std::string name;
  Element element = Element::U8;
  std::vector<int32_t> dims;
  float scale = 0;
  int32_t zeroPoint = 0;
  bool constant = false;
  std::vector<uint8_t> bytes;

  size_t count() const;
  size_t rank() const { return dims.size(); }

  template <typename T>
  const T* as() const {
    return reinterpret_cast<const T*>(bytes.data());
  }
  template <typename T>
  T* as() {
    return reinterpret_cast<T*>(bytes.data());
  }

  // The real number of an element, exact.
  double value(size_t index) const;

  // Stores a real number: rounded by the chip to a code, or to the nearest half float.
  void put(size_t index, double real);

  // True when the elements of both mean the same numbers, so that bytes can be copied.
  bool sameRepresentation(const DeviceTensor& other) const;
};

struct DeviceNode {
  rk::nn::OperatorType type;
  Attributes attributes;
  std::vector<uint32_t> inputs;
  std::vector<uint32_t> outputs;
};

struct DeviceGraph : Counted<Kind::DEVICE_GRAPH> {
  std::vector<DeviceTensor> tensors;
  std::vector<DeviceNode> nodes;
  std::vector<uint32_t> inputs;
  std::vector<uint32_t> outputs;

  // Computes every node.
  void run();
};

// "1,3,224,224".
std::string text(const std::vector<int32_t>& dims);

}  // namespace simulator
