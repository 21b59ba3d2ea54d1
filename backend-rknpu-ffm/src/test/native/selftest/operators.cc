// Each operator against numbers worked out by hand.
#include "network.h"

namespace selftest {

using namespace rk::nn;

namespace {

using Bytes = std::vector<int8_t>;

// An operator with one input and one output of one scale and shape, unless others are given.
Bytes unary(OperatorType type, void* attributes, const Bytes& x, float inputScale, float outputScale) {
  Network n;
  const auto width = static_cast<int32_t>(x.size());
  const TensorRef in = n.int8({1, 1, 1, width}, inputScale);
  const TensorRef out = n.int8({1, 1, 1, width}, outputScale);
  n.add(type, {in}, out, attributes);
  return n.run<int8_t>(in, out, x, x.size());
}

Bytes reshaped(OperatorType type, void* attributes, const Bytes& x, std::vector<int32_t> from,
               std::vector<int32_t> to) {
  size_t count = 1;
  for (const int32_t dim : to) count *= static_cast<size_t>(dim);
  Network n;
  const TensorRef in = n.int8(std::move(from), 1);
  const TensorRef out = n.int8(std::move(to), 1);
  n.add(type, {in}, out, attributes);
  return n.run<int8_t>(in, out, x, count);
}

Bytes pointwise(float outputScale, const Bytes& x) {
  Network n;
  int8_t weight = 1;
  std::vector<int32_t> zero{0};
  const auto width = static_cast<int32_t>(x.size());
  const TensorRef in = n.int8({1, 1, 1, width}, 1);
  const TensorRef out = n.int8({1, 1, 1, width}, outputScale);
  auto attributes = convolutionAttributes(1);
  n.add(OperatorType::CONV2D, {in, n.int8({1, 1, 1, 1}, 1, Role::CONST, &weight), n.bias(zero, 1)}, out, &attributes);
  return n.run<int8_t>(in, out, x, x.size());
}

void roundsHalfToEven() {
  same("ties", pointwise(2, {1, 3, -1, -3, 127, -128}), Bytes{0, 2, 0, -2, 64, -64});
  same("saturation", pointwise(0.5f, {63, 64, -64, -65}), Bytes{126, 127, -128, -128});
}

// A 3 x 4 image counted from 1, a kernel 2 wide and 1 high that takes left + 10 * right + 1.
void convolvesWithAsymmetricPadsStridesAndDilation() {
  Network n;
  int8_t weights[] = {1, 10};
  std::vector<int32_t> bias{1};
  auto attributes = convolutionAttributes(1);
  attributes.ksize[0] = 2;
  attributes.stride[1] = 2;
  attributes.dilation[0] = 2;
  attributes.pad[0] = 1;  // left
  attributes.pad[3] = 2;  // bottom
  const TensorRef in = n.int8({1, 1, 3, 4}, 1);
  const TensorRef out = n.int8({1, 1, 3, 3}, 1);
  n.add(OperatorType::CONV2D, {in, n.int8({1, 1, 1, 2}, 1, Role::CONST, weights), n.bias(bias, 1)}, out, &attributes);
  // Rows 0, 2 and a padded one; columns (-1,1), (0,2), (1,3).
  same("asymmetric convolution", n.run<int8_t>(in, out, Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 9),
       Bytes{21, 32, 43, 101, 120, 127, 1, 1, 1});
}

void convolvesSeveralChannels() {
  Network n;
  int8_t weights[] = {1, 2, 3, -1, -2, -3};
  std::vector<int32_t> bias{0, 10};
  auto attributes = convolutionAttributes(2);
  attributes.has_relu = true;
  const TensorRef in = n.int8({2, 3, 1, 1}, 1);
  const TensorRef out = n.int8({2, 2, 1, 1}, 1);
  n.add(OperatorType::CONV2D, {in, n.int8({2, 3, 1, 1}, 1, Role::CONST, weights), n.bias(bias, 1)}, out, &attributes);
  same("channels and batch", n.run<int8_t>(in, out, Bytes{1, 2, 3, -1, 0, 1}, 4), Bytes{14, 0, 2, 8});
}

void convolvesDepthwise() {
  Network n;
  int8_t weights[] = {1, 2, 3, -4};
  std::vector<int32_t> bias{0, 0, 0, 0};
  auto attributes = convolutionAttributes(4);
  attributes.group = 2;
  attributes.multiplier = 2;
  attributes.has_relu = true;
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef out = n.int8({1, 4, 1, 2}, 1);
  n.add(OperatorType::CONV2D, {in, n.int8({4, 1, 1, 1}, 1, Role::CONST, weights), n.bias(bias, 1)}, out, &attributes);
  same("depthwise", n.run<int8_t>(in, out, Bytes{1, -2, 3, -5}, 8), Bytes{1, 0, 2, 0, 9, 0, 0, 20});
}

void multipliesMatrices() {
  Network n;
  int8_t weights[] = {1, 2, 3, -1, -1, -1};
  std::vector<int32_t> bias{5, 0};
  FCAttr attributes{2, true};
  const TensorRef in = n.int8({1, 3, 1, 1}, 0.5f);
  const TensorRef out = n.int8({1, 2}, 0.5f);
  n.add(OperatorType::FULLCONNECT, {in, n.int8({2, 3}, 0.5f, Role::CONST, weights), n.bias(bias, 0.25f)}, out,
        &attributes);
  // (2 + 8 + 18 + 5) / 2 = 16.5, and -12 / 2 is cut by the relu.
  same("fully connected", n.run<int8_t>(in, out, Bytes{2, 4, 6}, 2), Bytes{16, 0});
}

void pools() {
  const Bytes x{1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8};
  PoolAttr a{};
  a.ksize[0] = a.ksize[1] = a.stride[0] = a.stride[1] = 2;
  a.round_type = RoundType::FLOOR;
  same("max pool", reshaped(OperatorType::POOL, &a, x, {1, 1, 4, 4}, {1, 1, 2, 2}), Bytes{6, 8, -1, -3});
  a.pool_type = PoolType::AVG;
  // Means 3.5, 5.5, -3.5, -5.5.
  same("avg pool", reshaped(OperatorType::POOL, &a, x, {1, 1, 4, 4}, {1, 1, 2, 2}), Bytes{4, 6, -4, -6});
  PoolAttr uneven{};
  uneven.ksize[0] = 4;  // x
  uneven.ksize[1] = 1;
  uneven.stride[0] = uneven.stride[1] = 1;
  uneven.round_type = RoundType::FLOOR;
  same("wide max pool", reshaped(OperatorType::POOL, &uneven, x, {1, 1, 4, 4}, {1, 1, 4, 1}), Bytes{4, 8, -1, -5});
  PoolAttr padded{};
  padded.ksize[0] = padded.ksize[1] = 3;
  padded.stride[0] = padded.stride[1] = 2;
  padded.pad[0] = padded.pad[2] = 1;  // left and top
  padded.round_type = RoundType::FLOOR;
  same("padded max pool", reshaped(OperatorType::POOL, &padded, x, {1, 1, 4, 4}, {1, 1, 2, 2}), Bytes{6, 8, 6, 8});
}

void activates() {
  same("relu", unary(OperatorType::RELU, nullptr, {-3, 0, 5}, 1, 1), Bytes{0, 0, 5});
  same("relu6", unary(OperatorType::RELU6, nullptr, {-3, 5, 7}, 1, 0.5f), Bytes{0, 10, 12});
  LeakyReluAttr leaky{0.25f};
  same("leaky relu", unary(OperatorType::LEAKY_RELU, &leaky, {-8, 4}, 1, 1), Bytes{-2, 4});
  // The logistic function of 0 and of +-ln 3, in units of 1/100.
  same("sigmoid", unary(OperatorType::SIGMOID, nullptr, {0, 1, -1}, 1.0986123f, 0.01f), Bytes{50, 75, 25});
  // The tangent of ln(3)/2 is 1/2.
  same("tanh", unary(OperatorType::TANH, nullptr, {0, 1, -1}, 0.54930615f, 0.01f), Bytes{0, 50, -50});
  same("sqrt", unary(OperatorType::SQRT, nullptr, {0, 16, 100}, 1, 1), Bytes{0, 4, 10});
  same("abs", unary(OperatorType::ABS, nullptr, {-7, 7}, 1, 1), Bytes{7, 7});
  same("neg", unary(OperatorType::NEG, nullptr, {-7, 7}, 1, 1), Bytes{7, -7});
  ClipAttr clip{-2, 3};
  same("clip", unary(OperatorType::CLIP, &clip, {-7, 1, 7}, 1, 1), Bytes{-2, 1, 3});
  same("convert", unary(OperatorType::DATACONVERT, nullptr, {-7, 3, 100}, 1, 2), Bytes{-4, 2, 50});
}

void appliesSlopesPerChannel() {
  Network n;
  int8_t slopes[] = {2, -1};
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef out = n.int8({1, 2, 1, 2}, 1);
  n.add(OperatorType::PRELU, {in, n.int8({1, 2, 1, 1}, 1, Role::CONST, slopes)}, out);
  same("prelu", n.run<int8_t>(in, out, Bytes{-3, 3, -4, 4}, 4), Bytes{-6, 3, 4, 4});
}

void computesSoftmax() {
  // Powers of two: 4, 2, 2 of 8, in the places that the axis gives.
  for (const uint32_t axis : {1u, 2u, 3u}) {
    std::vector<int32_t> dims{1, 1, 1, 1};
    dims[axis] = 3;
    Network n;
    SoftmaxAttr attributes{1, axis};
    const TensorRef in = n.int8(dims, 0.6931472f);
    const TensorRef out = n.uint8(dims, 1.0f / 256, 0);
    n.add(OperatorType::SOFTMAX, {in}, out, &attributes);
    same("softmax", n.run<uint8_t>(in, out, Bytes{2, 1, 1}, 3), std::vector<uint8_t>{128, 64, 64});
  }
  // Along y, two columns side by side.
  Network columns;
  SoftmaxAttr along{1, 2};
  const TensorRef x = columns.int8({1, 1, 2, 2}, 0.6931472f);
  const TensorRef y = columns.int8({1, 1, 2, 2}, 0.01f);
  columns.add(OperatorType::SOFTMAX, {x}, y, &along);
  same("softmax of two columns", columns.run<int8_t>(x, y, Bytes{0, 2, 0, 0}, 4), Bytes{50, 80, 50, 20});
  Network n;
  SoftmaxAttr attributes{1, 1};
  const TensorRef in = n.int8({2, 2}, 0.6931472f);
  const TensorRef out = n.int8({2, 2}, 0.01f);
  n.add(OperatorType::SOFTMAX, {in}, out, &attributes);
  same("softmax of two rows", n.run<int8_t>(in, out, Bytes{0, 0, 2, 0}, 4), Bytes{50, 50, 80, 20});
}

void normalizes() {
  Network n;
  float mean[] = {1, 2}, variance[] = {4, 0.25f}, scale[] = {2, 1}, shift[] = {0, -1};
  BatchNormAttr attributes{0};
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef out = n.int8({1, 2, 1, 2}, 1);
  n.add(OperatorType::BATCH_NORM,
        {in, n.float32({2}, Role::CONST, mean), n.float32({2}, Role::CONST, variance),
         n.float32({2}, Role::CONST, scale), n.float32({2}, Role::CONST, shift)},
        out, &attributes);
  same("batch norm", n.run<int8_t>(in, out, Bytes{1, 5, 2, 4}, 4), Bytes{0, 4, -1, 3});
  Network l2;
  const TensorRef vector = l2.int8({1, 2, 1, 1}, 1);
  const TensorRef unit = l2.int8({1, 2, 1, 1}, 0.1f);
  l2.add(OperatorType::L2_NORMALIZE, {vector}, unit);
  same("l2 normalization", l2.run<int8_t>(vector, unit, Bytes{3, -4}, 2), Bytes{6, -8});
}

void combines() {
  const struct {
    const char* what;
    OperatorType type;
    Bytes expected;
  } cases[] = {{"add", OperatorType::ADD, {12, 14, -14, -12}},
               {"subtract", OperatorType::SUBTRACT, {-8, -6, 26, 28}},
               {"multiply", OperatorType::MULTIPLY, {10, 20, -60, -80}}};
  for (const auto& one : cases) {
    Network n;
    int8_t constant[] = {10, -20};  // 5 and -10 in real numbers
    const TensorRef in = n.int8({1, 2, 1, 2}, 1);
    const TensorRef out = n.int8({1, 2, 1, 2}, 0.5f);
    n.add(one.type, {in, n.int8({1, 2, 1, 1}, 0.5f, Role::CONST, constant)}, out);
    same(one.what, n.run<int8_t>(in, out, Bytes{1, 2, 3, 4}, 4), one.expected);
  }
  Network n;
  int8_t constant[] = {2, -3, 9, 0};
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef out = n.int8({1, 2, 1, 2}, 1);
  n.add(OperatorType::MAXIMUM, {in, n.int8({1, 2, 1, 2}, 1, Role::CONST, constant)}, out);
  same("maximum", n.run<int8_t>(in, out, Bytes{1, -2, 3, 4}, 4), Bytes{2, -2, 9, 4});
}

void movesData() {
  const Bytes x{1, 2, 3, 4, 5, 6, 7, 8};
  PermuteAttr perm{{0, 2, 3, 1}};
  same("permute", reshaped(OperatorType::PERMUTE, &perm, x, {1, 2, 2, 2}, {1, 2, 2, 2}), Bytes{1, 5, 2, 6, 3, 7, 4, 8});
  ReshapeAttr shape{{1, 8}};
  same("reshape", reshaped(OperatorType::RESHAPE, &shape, x, {1, 2, 2, 2}, {1, 8}), x);
  FlattenAttr flatten{1};
  same("flatten", reshaped(OperatorType::FLATTEN, &flatten, x, {1, 2, 2, 2}, {1, 8}), x);
  SliceAttr part{{0, 1, 0, 1}, {1, 1, 2, 1}};
  same("slice", reshaped(OperatorType::SLICE, &part, x, {1, 2, 2, 2}, {1, 1, 2, 1}), Bytes{6, 8});
  StridedSliceAttr step{{0, 0, 1, 0}, {1, 2, 2, 2}, {1, 1, 1, 2}};
  same("strided slice", reshaped(OperatorType::STRIDED_SLICE, &step, x, {1, 2, 2, 2}, {1, 2, 1, 1}), Bytes{3, 7});
  PadAttr around{PadMode::CONSTANT, {0, 0, 1, 0}, {0, 0, 0, 1}, 0};
  same("pad", reshaped(OperatorType::PAD, &around, {1, 2, 3, 4}, {1, 1, 2, 2}, {1, 1, 3, 3}),
       Bytes{0, 0, 0, 1, 2, 0, 3, 4, 0});
  for (const int32_t axis : {1, 2, 3}) {
    std::vector<int32_t> dims{1, 2, 1, 2};
    dims[static_cast<size_t>(axis)] *= 2;
    Network n;
    ConcatAttr attributes{axis};
    const TensorRef in = n.int8({1, 2, 1, 2}, 1);
    const TensorRef doubled = n.int8({1, 2, 1, 2}, 1, Role::VAR);
    const TensorRef out = n.int8(dims, 1);
    n.add(OperatorType::ADD, {in, in}, doubled);
    n.add(OperatorType::CONCAT, {in, doubled}, out, &attributes);
    const Bytes expected[] = {{1, 2, 3, 4, 2, 4, 6, 8}, {1, 2, 2, 4, 3, 4, 6, 8}, {1, 2, 2, 4, 3, 4, 6, 8}};
    same("concat", n.run<int8_t>(in, out, Bytes{1, 2, 3, 4}, 8), expected[axis - 1]);
  }
}

void reduces() {
  ReduceAttr mean{ReduceType::MEAN, {2, 3}, 2, true};
  same("mean", reshaped(OperatorType::REDUCE, &mean, {1, 2, 3, 6, -1, -2, -3, -6}, {1, 2, 2, 2}, {1, 2, 1, 1}),
       Bytes{3, -3});
  ReduceAttr sum{ReduceType::SUM, {1}, 1, true};
  same("sum", reshaped(OperatorType::REDUCE, &sum, {1, 2, 3, 4}, {1, 2, 1, 2}, {1, 1, 1, 2}), Bytes{4, 6});
  // Of rows, which vanish.
  const Bytes rows{1, 2, 3, -4, -5, -6, 7, 8, 9, -10, -11, -12};
  ReduceAttr sums{ReduceType::SUM, {3}, 1, false};
  same("sums of rows", reshaped(OperatorType::REDUCE, &sums, rows, {1, 2, 2, 3}, {1, 2, 2}), Bytes{6, -15, 24, -33});
  ReduceAttr maxima{ReduceType::MAX, {3}, 1, false};
  same("maxima of rows", reshaped(OperatorType::REDUCE, &maxima, rows, {1, 2, 2, 3}, {1, 2, 2}), Bytes{3, -4, 9, -10});
}

void storesFloatsInHalfPrecision() {
  Network n;
  float constant[] = {0.5f};
  const TensorRef in = n.float32({1, 1, 1, 3});
  const TensorRef out = n.float32({1, 1, 1, 3});
  n.add(OperatorType::ADD, {in, n.float32({1, 1, 1, 1}, Role::CONST, constant)}, out);
  // Half floats between 1024 and 2048 are whole; 1024.5 becomes the even neighbour, and so does 1024 + 0.5.
  same("half precision", n.run<float>(in, out, std::vector<float>{1, 1024.5f, -0.25f}, 3),
       std::vector<float>{1.5f, 1024, 0.25f});
}

}  // namespace

void operators() {
  roundsHalfToEven();
  convolvesWithAsymmetricPadsStridesAndDilation();
  convolvesSeveralChannels();
  convolvesDepthwise();
  multipliesMatrices();
  pools();
  activates();
  appliesSlopesPerChannel();
  computesSoftmax();
  normalizes();
  combines();
  movesData();
  reduces();
  storesFloatsInHalfPrecision();
}

}  // namespace selftest
