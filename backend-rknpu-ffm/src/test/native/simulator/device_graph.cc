#include "device_graph.h"

#include <cstring>

#include "kernels.h"
#include "numerics.h"

namespace simulator {

size_t elementSize(Element element) {
  switch (element) {
    case Element::U8:
      return 1;
    case Element::F16:
      return 2;
    case Element::I32:
    case Element::F32:
      break;
  }
  return 4;
}

size_t DeviceTensor::count() const {
  size_t product = 1;
  for (const int32_t dim : dims) product *= static_cast<size_t>(dim);
  return product;
}

double DeviceTensor::value(size_t index) const {
  switch (element) {
    case Element::U8:
      return static_cast<double>(bytes[index] - zeroPoint) * static_cast<double>(scale);
    case Element::F16:
      return fromFloat16(as<uint16_t>()[index]);
    case Element::I32:
      return static_cast<double>(as<int32_t>()[index]) * static_cast<double>(scale);
    case Element::F32:
      break;
  }
  return as<float>()[index];
}

void DeviceTensor::put(size_t index, double real) {
  if (element == Element::U8) {
    bytes[index] = toCode(real / static_cast<double>(scale), zeroPoint);
  } else {
    as<uint16_t>()[index] = toFloat16(static_cast<float>(real));
  }
}

bool DeviceTensor::sameRepresentation(const DeviceTensor& other) const {
  return element == other.element &&
         (element != Element::U8 || (scale == other.scale && zeroPoint == other.zeroPoint));
}

std::string text(const std::vector<int32_t>& dims) {
  std::string joined;
  for (const int32_t dim : dims) joined += (joined.empty() ? "" : ",") + std::to_string(dim);
  return joined;
}

}  // namespace simulator
