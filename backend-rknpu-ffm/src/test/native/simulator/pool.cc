// POOL. A maximum looks at the pixels inside the image; an average divides by the whole window, so that padding counts
// as zero.
#include <algorithm>
#include <limits>

#include "kernels.h"
#include "shapes.h"

namespace simulator {

void pool(const Call& call) {
  const auto& attributes = call.attributes<rk::nn::PoolAttr>();
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const Windows w = poolWindows(attributes, x, y);
  const int height = x.dims[2];
  const int width = x.dims[3];
  const bool maximum = attributes.pool_type == rk::nn::PoolType::MAX;
  size_t index = 0;
  for (int plane = 0; plane < x.dims[0] * x.dims[1]; plane++) {
    const size_t base = static_cast<size_t>(plane) * static_cast<size_t>(height) * static_cast<size_t>(width);
    for (int oy = 0; oy < y.dims[2]; oy++) {
      const int top = oy * w.y.stride - w.y.before;
      for (int ox = 0; ox < y.dims[3]; ox++) {
        const int left = ox * w.x.stride - w.x.before;
        double sum = 0;
        double most = -std::numeric_limits<double>::infinity();
        for (int iy = std::max(top, 0); iy < std::min(top + w.y.kernel, height); iy++) {
          for (int ix = std::max(left, 0); ix < std::min(left + w.x.kernel, width); ix++) {
            const double value = x.value(base + static_cast<size_t>(iy * width + ix));
            sum += value;
            most = std::max(most, value);
          }
        }
        y.put(index++, maximum ? most : sum / (w.y.kernel * w.x.kernel));
      }
    }
  }
}

}  // namespace simulator
