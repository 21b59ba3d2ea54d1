// Operator numbers and attribute structures of librknpu_ddk. Windows are given x before y: ksize {x, y}, stride {x, y},
// dilation {x, y}, pad {left, right, top, bottom}; axes, permutations and slices are in NCHW order.
#pragma once

#include "api.h"

namespace rk {
namespace nn {

// The 33 operators that AddOperator accepts; every other number up to 86 has a name in log.cc only.
enum class OperatorType : int {
  ADD = 1,
  MULTIPLY = 2,
  CONV2D = 3,
  FULLCONNECT = 4,
  SOFTMAX = 5,
  POOL = 6,
  LEAKY_RELU = 7,
  CONCAT = 9,
  BATCH_NORM = 12,
  RESHAPE = 15,
  PERMUTE = 16,
  PRELU = 17,
  RELU = 19,
  L2_NORMALIZE = 23,
  MAXIMUM = 26,
  SUBTRACT = 29,
  RELU6 = 30,
  SIGMOID = 31,
  TANH = 32,
  SQRT = 33,
  DATACONVERT = 42,
  SCALE = 43,
  SLICE = 44,
  PAD = 48,
  LAYER_NORM = 51,
  REDUCE = 52,
  STRIDED_SLICE = 55,
  ABS = 59,
  NEG = 69,
  CLIP = 75,
  GATHER = 78,
  NBG = 85,
  FLATTEN = 86,
};

enum class PadType : int { AUTO, VALID, SAME };
enum class PoolType : int { MAX, AVG, UNKNOWN };
enum class RoundType : int { CEIL, FLOOR, UNKNOWN };
enum class ReduceType : int { MEAN, MAX, MIN, SUM, ALL, ANY, PROD };
enum class PadMode : int { CONSTANT, REPLICATE, SYMMETRIC, REFLECT };
enum class NBGType : int { FILE, FOLDER, LABEL, POINTER };

struct BatchNormAttr {
  float eps;
};

struct LayerNormAttr {
  float eps;
};

struct ClipAttr {
  float min;
  float max;
};

struct ConcatAttr {
  int32_t axis;
};

struct FlattenAttr {
  int32_t axis;
};

struct GatherAttr {
  int32_t axis;
};

struct Conv2DAttr {
  uint32_t ksize[2];
  uint32_t stride[2];
  uint32_t pad[4];
  PadType pad_type;
  uint32_t weights;
  uint32_t group;
  uint32_t dilation[2];
  int32_t multiplier;
  bool has_relu;
};

struct FCAttr {
  uint32_t weights;
  bool has_relu;
};

struct LeakyReluAttr {
  float alpha;
};

struct PermuteAttr {
  std::vector<uint32_t> perm;
};

struct PoolAttr {
  uint32_t ksize[2];
  uint32_t stride[2];
  uint32_t pad[4];
  PadType pad_type;
  PoolType pool_type;
  RoundType round_type;
  bool global_pooling;
};

struct ReshapeAttr {
  std::vector<uint32_t> shapes;
};

struct SliceAttr {
  std::vector<uint32_t> start;
  std::vector<uint32_t> length;
};

struct SoftmaxAttr {
  float beta;
  uint32_t axis;
};

struct ReduceAttr {
  ReduceType type;
  std::vector<uint32_t> axis;
  uint32_t axis_num;
  bool keep_dim;
};

struct StridedSliceAttr {
  std::vector<int32_t> begin;
  std::vector<int32_t> end;
  std::vector<int32_t> stride;
};

struct PadAttr {
  PadMode mode;
  std::vector<uint32_t> begin;
  std::vector<uint32_t> end;
  int32_t const_val;
};

struct NBGAttr {
  NBGType type;
  std::string cache_path;
  const void* cache_buf;
  uint32_t offset;
  uint32_t size;
};

struct ScaleAttr {
  float scale;
  float bias;
};

}  // namespace nn
}  // namespace rk
