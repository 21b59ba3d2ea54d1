// Operators that move elements: bytes are copied where both tensors mean the same numbers, else requantized.
#include <cmath>
#include <cstring>
#include <functional>

#include "kernels.h"
#include "log.h"

namespace simulator {
namespace {

void move(const DeviceTensor& from, size_t source, DeviceTensor& to, size_t target) {
  if (from.sameRepresentation(to)) {
    const size_t size = elementSize(to.element);
    std::memcpy(to.bytes.data() + target * size, from.bytes.data() + source * size, size);
  } else {
    to.put(target, from.value(source));
  }
}

std::vector<size_t> strides(const std::vector<int32_t>& dims) {
  std::vector<size_t> found(dims.size());
  size_t step = 1;
  for (size_t axis = dims.size(); axis-- > 0;) {
    found[axis] = step;
    step *= static_cast<size_t>(dims[axis]);
  }
  return found;
}

// For each output element, along each axis, the place in the input; -1 means outside.
void fill(const Call& call, const std::function<int64_t(const std::vector<int32_t>&)>& source, double outside) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  std::vector<int32_t> at(y.rank());
  for (size_t i = 0; i < y.count(); i++) {
    const int64_t from = source(at);
    if (from < 0) {
      y.put(i, outside);
    } else {
      move(x, static_cast<size_t>(from), y, i);
    }
    for (size_t axis = y.rank(); axis-- > 0;) {
      if (++at[axis] < y.dims[axis]) break;
      at[axis] = 0;
    }
  }
}

}  // namespace

void copy(const Call& call) {
  for (size_t i = 0; i < call.output().count(); i++) move(call.input(0), i, call.output(), i);
}

void concat(const Call& call) {
  const auto axis = static_cast<size_t>(call.attributes<rk::nn::ConcatAttr>().axis);
  DeviceTensor& y = call.output();
  const size_t inner = strides(y.dims)[axis];
  const size_t row = inner * static_cast<size_t>(y.dims[axis]);
  size_t offset = 0;
  for (size_t k = 0; k < call.inputs(); k++) {
    const DeviceTensor& x = call.input(k);
    const size_t part = inner * static_cast<size_t>(x.dims[axis]);
    for (size_t i = 0; i < x.count(); i++) move(x, i, y, i / part * row + offset + i % part);
    offset += part;
  }
}

void permute(const Call& call) {
  const auto& perm = call.attributes<rk::nn::PermuteAttr>().perm;
  const std::vector<size_t> from = strides(call.input(0).dims);
  fill(
      call,
      [&](const std::vector<int32_t>& at) {
        size_t source = 0;
        for (size_t i = 0; i < at.size(); i++) source += from[perm[i]] * static_cast<size_t>(at[i]);
        return static_cast<int64_t>(source);
      },
      0);
}

void slice(const Call& call) {
  const auto& start = call.attributes<rk::nn::SliceAttr>().start;
  const std::vector<size_t> from = strides(call.input(0).dims);
  fill(
      call,
      [&](const std::vector<int32_t>& at) {
        size_t source = 0;
        for (size_t i = 0; i < at.size(); i++) source += from[i] * (start[i] + static_cast<size_t>(at[i]));
        return static_cast<int64_t>(source);
      },
      0);
}

void stridedSlice(const Call& call) {
  const auto& attributes = call.attributes<rk::nn::StridedSliceAttr>();
  const std::vector<size_t> from = strides(call.input(0).dims);
  fill(
      call,
      [&](const std::vector<int32_t>& at) {
        size_t source = 0;
        for (size_t i = 0; i < at.size(); i++) {
          source += from[i] * static_cast<size_t>(attributes.begin[i] + at[i] * attributes.stride[i]);
        }
        return static_cast<int64_t>(source);
      },
      0);
}

void pad(const Call& call) {
  const auto& attributes = call.attributes<rk::nn::PadAttr>();
  const DeviceTensor& x = call.input(0);
  const std::vector<size_t> from = strides(x.dims);
  // const_val is a real number, not a code.
  fill(
      call,
      [&](const std::vector<int32_t>& at) -> int64_t {
        size_t source = 0;
        for (size_t i = 0; i < at.size(); i++) {
          const int32_t size = x.dims[i];
          int32_t place = at[i] - static_cast<int32_t>(attributes.begin[i]);
          if (place < 0 || place >= size) {
            switch (attributes.mode) {
              case rk::nn::PadMode::CONSTANT:
                return -1;
              case rk::nn::PadMode::REPLICATE:
                place = place < 0 ? 0 : size - 1;
                break;
              case rk::nn::PadMode::SYMMETRIC:
                place = place < 0 ? -place - 1 : 2 * size - place - 1;
                break;
              case rk::nn::PadMode::REFLECT:
                place = place < 0 ? -place : 2 * size - place - 2;
                break;
            }
          }
          source += from[i] * static_cast<size_t>(place);
        }
        return static_cast<int64_t>(source);
      },
      attributes.const_val);
}

void gather(const Call& call) {
  const auto axis = static_cast<size_t>(call.attributes<rk::nn::GatherAttr>().axis);
  const DeviceTensor& x = call.input(0);
  const DeviceTensor& indices = call.input(1);
  DeviceTensor& y = call.output();
  const size_t inner = strides(x.dims)[axis];
  const auto length = static_cast<size_t>(x.dims[axis]);
  for (size_t i = 0; i < y.count(); i++) {
    const size_t which = i / inner % indices.count();
    const double index = indices.value(which);
    if (index < 0 || index >= static_cast<double>(length)) misuse("GATHER index %g of %zu", index, length);
    const size_t outer = i / (inner * indices.count());
    move(x, (outer * length + static_cast<size_t>(index)) * inner + i % inner, y, i);
  }
}

}  // namespace simulator
