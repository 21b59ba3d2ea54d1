// Whether a node's tensors have the shapes that its arithmetic needs. The vendor's library checks next to nothing here.
#pragma once

#include <string>

#include "device_graph.h"

namespace simulator {

// Empty when everything fits, else what does not.
std::string shapeComplaint(const DeviceNode& node, const DeviceGraph& graph);

// One axis of a sliding window.
struct Window {
  int kernel;
  int stride;
  int dilation;
  int before;
  int after;

  int extent() const { return (kernel - 1) * dilation + 1; }

  // Rounded down, 0 when the window does not fit.
  int outputs(int input) const {
    const int room = input + before + after - extent();
    return room < 0 || stride < 1 ? 0 : room / stride + 1;
  }
};

// The windows along y and x. pad_type SAME and VALID replace the pads given.
struct Windows {
  Window y;
  Window x;
};
Windows convolutionWindows(const rk::nn::Conv2DAttr& attributes, const DeviceTensor& input,
                           const DeviceTensor& weights);

// The 64-bit library does not hand strides to its driver, which can only find them from the sizes: there the stride is
// the smallest that fits, and 0 stands for none.
Windows poolWindows(const rk::nn::PoolAttr& attributes, const DeviceTensor& input, const DeviceTensor& output);

// Empty when the driver, which is not told the strides, can find none but those of the attributes.
std::string strideComplaint(const rk::nn::PoolAttr& attributes, const DeviceTensor& input, const DeviceTensor& output);

}  // namespace simulator
