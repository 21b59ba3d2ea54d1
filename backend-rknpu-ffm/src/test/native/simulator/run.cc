// Which kernel computes which operator.
#include "kernels.h"
#include "log.h"
#include "shapes.h"

namespace simulator {
namespace {

using rk::nn::OperatorType;

void compute(const Call& call) {
  switch (call.node.type) {
    case OperatorType::CONV2D:
      return convolution(call);
    case OperatorType::FULLCONNECT:
      return fullyConnected(call);
    case OperatorType::POOL:
      return pool(call);
    case OperatorType::ADD:
    case OperatorType::SUBTRACT:
    case OperatorType::MULTIPLY:
    case OperatorType::MAXIMUM:
      return elementwise(call);
    case OperatorType::RELU:
    case OperatorType::RELU6:
    case OperatorType::LEAKY_RELU:
    case OperatorType::SIGMOID:
    case OperatorType::TANH:
    case OperatorType::SQRT:
    case OperatorType::ABS:
    case OperatorType::NEG:
    case OperatorType::CLIP:
    case OperatorType::SCALE:
      return activation(call);
    case OperatorType::PRELU:
      return prelu(call);
    case OperatorType::SOFTMAX:
      return softmax(call);
    case OperatorType::BATCH_NORM:
      return batchNormalization(call);
    case OperatorType::L2_NORMALIZE:
      return l2Normalization(call);
    case OperatorType::RESHAPE:
    case OperatorType::FLATTEN:
    case OperatorType::DATACONVERT:
      return copy(call);
    case OperatorType::CONCAT:
      return concat(call);
    case OperatorType::PERMUTE:
      return permute(call);
    case OperatorType::SLICE:
      return slice(call);
    case OperatorType::STRIDED_SLICE:
      return stridedSlice(call);
    case OperatorType::PAD:
      return pad(call);
    case OperatorType::GATHER:
      return gather(call);
    case OperatorType::REDUCE:
      return reduce(call);
    case OperatorType::LAYER_NORM:
    case OperatorType::NBG:
      break;
  }
  misuse("%s runs, but what it computes on a device is not known", operatorName(static_cast<int>(call.node.type)));
}

}  // namespace

void DeviceGraph::run() {
  for (const DeviceNode& node : nodes) {
    // Only without strictness can a node with impossible shapes come here; its output is whatever it was.
    if (shapeComplaint(node, *this).empty()) compute(Call{node, *this});
  }
}

}  // namespace simulator
