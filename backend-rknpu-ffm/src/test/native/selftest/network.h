// A graph under construction, and running it once.
#pragma once

#include <memory>

#include "../simulator/operators.h"
#include "checks.h"

namespace selftest {

using rk::nn::OperatorType;
using TensorRef = std::shared_ptr<rk::nn::Tensor>;
using Role = rk::nn::TensorRole;

class Network {
 public:
  rk::nn::Graph graph;

  // Tensors are named t0, t1 ... and are inputs or outputs of the graph unless another role is given.
  TensorRef int8(std::vector<int32_t> dims, float scale, Role role = Role::DATA, void* data = nullptr);
  TensorRef uint8(std::vector<int32_t> dims, float scale, uint32_t zeroPoint, Role role = Role::DATA);
  TensorRef float32(std::vector<int32_t> dims, Role role = Role::DATA, void* data = nullptr);
  TensorRef bias(std::vector<int32_t>& values, float scale);

  void add(OperatorType type, std::vector<TensorRef> inputs, const TensorRef& output, void* attributes = nullptr);

  // Builds and runs with one input and one output; buffers are bytes.
  void run(const TensorRef& input, const TensorRef& output, const void* in, size_t inBytes, void* out,
           size_t outBytes);

  template <typename T, typename U>
  std::vector<T> run(const TensorRef& input, const TensorRef& output, const std::vector<U>& values, size_t count) {
    // Poisoned, so that an output nobody writes is seen.
    std::vector<T> results(count, T(99));
    run(input, output, values.data(), values.size() * sizeof(U), results.data(), count * sizeof(T));
    return results;
  }

 private:
  int tensors_ = 0;
  std::shared_ptr<rk::nn::TensorAttr> attributes(std::vector<int32_t> dims, rk::nn::PrecisionType precision, Role role,
                                                 float scale);
};

// One unit square, no padding, one group.
rk::nn::Conv2DAttr convolutionAttributes(uint32_t outputs);

}  // namespace selftest
