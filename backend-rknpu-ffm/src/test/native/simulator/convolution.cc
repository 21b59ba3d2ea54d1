// CONV2D and FULLCONNECT: exact sums of products in 32-bit integers, or float32 sums of half floats.
#include <algorithm>
#include <cmath>

#include "kernels.h"
#include "numerics.h"
#include "shapes.h"

namespace simulator {
namespace {

// Rows of numbers of one length: the windows under the pixels of a tile, the filters.
template <typename T>
struct Rows {
  size_t length;
  std::vector<T> numbers;

  Rows(size_t count, size_t size) : length(size), numbers(count * size) {}
  const T* row(size_t i) const { return numbers.data() + i * length; }
  T* row(size_t i) { return numbers.data() + i * length; }
};

// Elements as the numbers that are multiplied: code - zero point, or the half float.
int16_t number(const DeviceTensor& tensor, size_t i, int16_t) {
  return static_cast<int16_t>(tensor.bytes[i] - tensor.zeroPoint);
}
float number(const DeviceTensor& tensor, size_t i, float) { return fromFloat16(tensor.as<uint16_t>()[i]); }

template <typename T>
Rows<T> rowsOf(const DeviceTensor& tensor, size_t count) {
  Rows<T> rows(count, tensor.count() / count);
  for (size_t i = 0; i < rows.numbers.size(); i++) rows.numbers[i] = number(tensor, i, T());
  return rows;
}

// The products of two rows with two rows.
template <typename T, typename Sum>
void dot2x2(const T* a0, const T* a1, const T* b0, const T* b1, size_t length, Sum sums[4]) {
  Sum s00 = 0, s01 = 0, s10 = 0, s11 = 0;
  for (size_t i = 0; i < length; i++) {
    s00 += static_cast<Sum>(a0[i]) * static_cast<Sum>(b0[i]);
    s01 += static_cast<Sum>(a0[i]) * static_cast<Sum>(b1[i]);
    s10 += static_cast<Sum>(a1[i]) * static_cast<Sum>(b0[i]);
    s11 += static_cast<Sum>(a1[i]) * static_cast<Sum>(b1[i]);
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s10;
  sums[3] = s11;
}

// Makes the output element from a sum of products.
class Finish {
 public:
  Finish(const DeviceTensor& x, const DeviceTensor& w, const DeviceTensor& bias, bool relu, DeviceTensor& y)
      : bias_(bias),
        unit_(y.element == Element::U8 ? static_cast<double>(x.scale) * static_cast<double>(w.scale) : 1.0),
        relu_(relu),
        y_(y) {}

  void store(size_t index, size_t channel, int32_t sum) const {
    const auto biased = static_cast<int64_t>(sum) + bias_.as<int32_t>()[channel];
    put(index, static_cast<double>(biased) * unit_);
  }
  void store(size_t index, size_t channel, float sum) const {
    put(index, static_cast<double>(sum + static_cast<float>(bias_.value(channel))));
  }

 private:
  void put(size_t index, double real) const { y_.put(index, relu_ ? std::max(real, 0.0) : real); }

  const DeviceTensor& bias_;
  double unit_;
  bool relu_;
  DeviceTensor& y_;
};

struct Geometry {
  int channels, height, width;
  Windows windows;
};

// The numbers under the window of output (oy, ox), channel by channel; outside the image they are zero.
template <typename T>
void gatherWindow(const std::vector<T>& image, const Geometry& g, int oy, int ox, T* row) {
  for (int c = 0; c < g.channels; c++) {
    for (int ky = 0; ky < g.windows.y.kernel; ky++) {
      const int iy = oy * g.windows.y.stride - g.windows.y.before + ky * g.windows.y.dilation;
      for (int kx = 0; kx < g.windows.x.kernel; kx++) {
        const int ix = ox * g.windows.x.stride - g.windows.x.before + kx * g.windows.x.dilation;
        const bool inside = iy >= 0 && iy < g.height && ix >= 0 && ix < g.width;
        *row++ = inside ? image[static_cast<size_t>((c * g.height + iy) * g.width + ix)] : T();
      }
    }
  }
}

template <typename T>
std::vector<T> imageOf(const DeviceTensor& x, int n, const Geometry& g) {
  std::vector<T> image(static_cast<size_t>(g.channels) * g.height * g.width);
  for (size_t i = 0; i < image.size(); i++) image[i] = number(x, static_cast<size_t>(n) * image.size() + i, T());
  return image;
}

// A tile of windows is gathered once and multiplied with every filter.
constexpr int tile = 128;

template <typename T, typename Sum>
void dense(const Call& call, const Geometry& g, bool relu) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const auto filterCount = static_cast<size_t>(call.input(1).dims[0]);
  const Rows<T> filters = rowsOf<T>(call.input(1), filterCount);
  const Finish finish(x, call.input(1), call.input(2), relu, y);
  const int pixels = y.dims[2] * y.dims[3];
  Rows<T> windows(tile + 1, filters.length);
  for (int n = 0; n < x.dims[0]; n++) {
    const std::vector<T> image = imageOf<T>(x, n, g);
    for (int first = 0; first < pixels; first += tile) {
      const int count = std::min(tile, pixels - first);
      for (int p = 0; p < count; p++) {
        gatherWindow(image, g, (first + p) / y.dims[3], (first + p) % y.dims[3], windows.row(static_cast<size_t>(p)));
      }
      for (size_t m = 0; m < filterCount; m += 2) {
        const size_t next = std::min(m + 1, filterCount - 1);
        for (int p = 0; p < count; p += 2) {
          Sum sums[4];
          dot2x2(windows.row(static_cast<size_t>(p)), windows.row(static_cast<size_t>(p) + 1), filters.row(m),
                 filters.row(next), filters.length, sums);
          for (size_t k = 0; k < 4; k++) {
            const size_t channel = m + k % 2;
            const size_t pixel = static_cast<size_t>(p) + k / 2;
            if (channel >= filterCount || pixel >= static_cast<size_t>(count)) continue;
            const size_t plane = static_cast<size_t>(n) * filterCount + channel;
            finish.store(plane * static_cast<size_t>(pixels) + static_cast<size_t>(first) + pixel, channel, sums[k]);
          }
        }
      }
    }
  }
}

// Filter m reads channel m / multiplier alone.
template <typename T, typename Sum>
void depthwise(const Call& call, const Geometry& g, int multiplier, bool relu) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const int filterCount = call.input(1).dims[0];
  const Rows<T> filters = rowsOf<T>(call.input(1), static_cast<size_t>(filterCount));
  const Finish finish(x, call.input(1), call.input(2), relu, y);
  const Windows& w = g.windows;
  size_t index = 0;
  for (int n = 0; n < x.dims[0]; n++) {
    const std::vector<T> image = imageOf<T>(x, n, g);
    for (int m = 0; m < filterCount; m++) {
      const T* plane = image.data() + static_cast<size_t>(m / multiplier) * g.height * g.width;
      const T* filter = filters.row(static_cast<size_t>(m));
      for (int oy = 0; oy < y.dims[2]; oy++) {
        for (int ox = 0; ox < y.dims[3]; ox++) {
          Sum sum = 0;
          for (int ky = 0; ky < w.y.kernel; ky++) {
            const int iy = oy * w.y.stride - w.y.before + ky * w.y.dilation;
            if (iy < 0 || iy >= g.height) continue;
            for (int kx = 0; kx < w.x.kernel; kx++) {
              const int ix = ox * w.x.stride - w.x.before + kx * w.x.dilation;
              if (ix < 0 || ix >= g.width) continue;
              sum += static_cast<Sum>(filter[ky * w.x.kernel + kx]) * static_cast<Sum>(plane[iy * g.width + ix]);
            }
          }
          finish.store(index++, static_cast<size_t>(m), sum);
        }
      }
    }
  }
}

template <typename T, typename Sum>
void convolve(const Call& call) {
  const auto& attributes = call.attributes<rk::nn::Conv2DAttr>();
  const DeviceTensor& x = call.input(0);
  const Geometry g{x.dims[1], x.dims[2], x.dims[3], convolutionWindows(attributes, x, call.input(1))};
  if (attributes.multiplier > 0) {
    depthwise<T, Sum>(call, g, attributes.multiplier, attributes.has_relu);
  } else {
    dense<T, Sum>(call, g, attributes.has_relu);
  }
}

template <typename T, typename Sum>
void multiply(const Call& call) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const auto units = static_cast<size_t>(call.input(1).dims[0]);
  const Rows<T> weights = rowsOf<T>(call.input(1), units);
  const Rows<T> rows = rowsOf<T>(x, x.count() / weights.length);
  const Finish finish(x, call.input(1), call.input(2), call.attributes<rk::nn::FCAttr>().has_relu, y);
  for (size_t r = 0; r < x.count() / weights.length; r++) {
    for (size_t u = 0; u < units; u++) {
      Sum sums[4];
      dot2x2(rows.row(r), rows.row(r), weights.row(u), weights.row(u), weights.length, sums);
      finish.store(r * units + u, u, sums[0]);
    }
  }
}

}  // namespace

void convolution(const Call& call) {
  if (call.input(0).element == Element::U8) {
    convolve<int16_t, int32_t>(call);
  } else {
    convolve<float, float>(call);
  }
}

void fullyConnected(const Call& call) {
  if (call.input(0).element == Element::U8) {
    multiply<int16_t, int32_t>(call);
  } else {
    multiply<float, float>(call);
  }
}

}  // namespace simulator
