// The part of OpenVX 1.2 and of the chip maker's extensions that librknpu_ddk.so uses: own declarations from the
// published interface, as far as this stand-in looks at arguments.
#pragma once

#include <cstddef>
#include <cstdint>

using vx_enum = int32_t;
using vx_status = int32_t;
using vx_bool = int32_t;
using vx_size = size_t;

constexpr vx_status VX_SUCCESS = 0;
constexpr vx_status VX_FAILURE = -1;

// Element types.
constexpr vx_enum VX_TYPE_INT8 = 0x002;
constexpr vx_enum VX_TYPE_UINT8 = 0x003;
constexpr vx_enum VX_TYPE_INT32 = 0x006;
constexpr vx_enum VX_TYPE_UINT32 = 0x007;
constexpr vx_enum VX_TYPE_FLOAT32 = 0x00a;
constexpr vx_enum VX_TYPE_FLOAT16 = 0x00f;
constexpr vx_enum VX_TYPE_BOOL = 0x010;

constexpr vx_enum VX_READ_ONLY = 0x11001;
constexpr vx_enum VX_WRITE_ONLY = 0x11002;

namespace openvx {

// Sizes are in the order x, y, channels, batch.
struct TensorParameters {
  uint32_t rank;
  uint32_t* sizes;
  vx_enum type;
  vx_enum quantization;
  union {
    int8_t fixedPoint;
    struct {
      float scale;
      int32_t zeroPoint;
    } affine;
  } parameters;
};

struct ConvolutionReluPoolingParameters {
  vx_size dilationX, dilationY;
  uint32_t padLeft, padRight, padTop, padBottom;
  uint8_t accumulatorBits;
  vx_enum overflow, rounding, sizeRounding;
  vx_bool relu;
  vx_enum poolType;
  uint32_t poolSizeX, poolSizeY;
  vx_enum padMode;
  void* padConstant;
  uint32_t strideX, strideY;
  int32_t depthMultiplier;
};

struct ConvolutionParameters {
  vx_size padX, padY;
  vx_enum overflow, rounding, sizeRounding;
  vx_size dilationX, dilationY;
  vx_size padRight, padBottom;
  vx_enum padMode;
  void* padConstant;
  uint32_t strideX, strideY;
  int32_t depthMultiplier;
};

struct PoolingParameters {
  vx_enum type;
  uint32_t sizeX, sizeY;
  uint32_t padLeft, padRight, padTop, padBottom;
  vx_enum rounding;
  // Only where the size of the structure says so.
  uint32_t strideX, strideY;
};

struct SoftmaxParameters {
  float beta;
  int32_t axis;
};

struct ConcatParameters {
  uint32_t axis;
};

struct PadParameters {
  int32_t* front;
  int32_t* back;
  uint8_t rank;
  vx_enum mode;
  void* constant;
};

struct StrideSliceParameters {
  void* begin;
  void* end;
  void* stride;
  int32_t beginMask, endMask, shrinkMask;
};

struct MeanParameters {
  void* axis;
  int32_t keepDims;
};

}  // namespace openvx
