// What the nodes compute. A kernel reads and writes tensors of the graph; shapes have been checked (shapes.h).
#pragma once

#include "device_graph.h"

namespace simulator {

// A node with its operands in reach.
struct Call {
  const DeviceNode& node;
  DeviceGraph& graph;

  const DeviceTensor& input(size_t i) const { return graph.tensors[node.inputs[i]]; }
  DeviceTensor& output() const { return graph.tensors[node.outputs[0]]; }
  size_t inputs() const { return node.inputs.size(); }

  template <typename A>
  const A& attributes() const {
    return std::get<A>(node.attributes);
  }
};

// convolution.cc
void convolution(const Call& call);
void fullyConnected(const Call& call);

// pool.cc
void pool(const Call& call);

// activation.cc: one number to one number
void activation(const Call& call);
void prelu(const Call& call);

// elementwise.cc
void elementwise(const Call& call);

// normalization.cc
void softmax(const Call& call);
void batchNormalization(const Call& call);
void l2Normalization(const Call& call);

// movement.cc
void copy(const Call& call);
void concat(const Call& call);
void permute(const Call& call);
void slice(const Call& call);
void stridedSlice(const Call& call);
void pad(const Call& call);
void gather(const Call& call);

// reduction.cc
void reduce(const Call& call);

}  // namespace simulator
