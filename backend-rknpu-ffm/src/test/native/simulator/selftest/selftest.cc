// Uses the simulator as an application does and compares with numbers worked out by hand. Prints what differs and
// exits with 1, or says how many checks passed.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <new>

#include "../census.h"
#include "../operators.h"

using namespace rk::nn;

namespace {

int checks = 0;
int failures = 0;

template <typename T>
std::string shown(const std::vector<T>& values) {
  std::string joined;
  for (const T value : values) joined += " " + std::to_string(value);
  return joined;
}

template <typename T>
void same(const char* what, const std::vector<T>& actual, const std::vector<T>& expected) {
  checks++;
  if (actual == expected) return;
  failures++;
  std::printf("%s: got%s, expected%s\n", what, shown(actual).c_str(), shown(expected).c_str());
}

void same(const char* what, long actual, long expected) {
  same(what, std::vector<long>{actual}, std::vector<long>{expected});
}

using TensorRef = std::shared_ptr<Tensor>;

// A graph under construction with what its constants need.
struct Network {
  Graph graph;
  bool checkCounts = false;

  static std::shared_ptr<TensorAttr> attributes(std::vector<int32_t> dims, PrecisionType precision, TensorRole role,
                                                float scale) {
    static int number = 0;
    auto made = std::make_shared<TensorAttr>();
    made->name = "t" + std::to_string(number++);
    made->dims = std::move(dims);
    made->precision = precision;
    made->layout = DataLayoutType::NCHW;
    made->role = role;
    made->qntType = precision == PrecisionType::FLOAT32 ? QuantizationType::NONE : QuantizationType::SYMMETRIC;
    made->qntBits = precision == PrecisionType::INT32 ? 32 : 8;
    made->qntParamSymmetric.scale = {scale};
    return made;
  }

  TensorRef int8(std::vector<int32_t> dims, float scale, TensorRole role = TensorRole::DATA, void* data = nullptr) {
    return graph.CreateTensor(attributes(std::move(dims), PrecisionType::INT8, role, scale), data);
  }
  TensorRef uint8(std::vector<int32_t> dims, float scale, uint32_t zeroPoint, TensorRole role = TensorRole::DATA) {
    auto made = attributes(std::move(dims), PrecisionType::UINT8, role, scale);
    made->qntType = QuantizationType::AFFINE_ASYMMETRIC;
    made->qntParamAffineAsymmetric.scale = {scale};
    made->qntParamAffineAsymmetric.zero_point = {zeroPoint};
    return graph.CreateTensor(made, nullptr);
  }
  TensorRef float32(std::vector<int32_t> dims, TensorRole role = TensorRole::DATA, void* data = nullptr) {
    return graph.CreateTensor(attributes(std::move(dims), PrecisionType::FLOAT32, role, 0), data);
  }
  TensorRef bias(std::vector<int32_t>& values, float scale) {
    return graph.CreateTensor(
        attributes({static_cast<int32_t>(values.size())}, PrecisionType::INT32, TensorRole::CONST, scale),
        values.data());
  }
  void add(OperatorType type, std::vector<TensorRef> inputs, const TensorRef& output, void* attributes = nullptr) {
    graph.AddOperator(type, std::move(inputs), {output}, attributes, "op");
  }

  // Builds and runs with one input and one output; an output element is first poisoned.
  template <typename T, typename U = T>
  std::vector<T> run(const TensorRef& input, const TensorRef& output, std::vector<U> values, size_t count) {
    graph.SetInputsOutputs({input}, {output});
    alignas(Exection) unsigned char memory[sizeof(Exection)] = {};
    auto* exection = new (memory) Exection(&graph);
    same("Build", exection->Build(), RK_SUCCESS);
    const auto bytes = static_cast<uint32_t>(values.size() * sizeof(U));
    same("SetInputs", exection->SetInputs({{0, values.data(), bytes, 0, input->GetPrecision(), DataLayoutType::NCHW}}),
         RK_SUCCESS);
    same("Run", exection->Run(), RK_SUCCESS);
    if (checkCounts) {
      same("two inputs", exection->SetInputs(std::vector<InputInfo>(2)), RK_INVALID_INPUTS);
      same("no output", exection->GetOutputs({}), RK_INVALID_OUTPUTS);
    }
    std::vector<T> results(count, T(99));
    const auto room = static_cast<uint32_t>(count * sizeof(T));
    same("GetOutputs",
         exection->GetOutputs({{0, results.data(), room, output->GetPrecision(), DataLayoutType::NCHW, 0}}),
         RK_SUCCESS);
    exection->~Exection();
    return results;
  }
};

Conv2DAttr convolution(uint32_t outputs) {
  Conv2DAttr a{};
  a.ksize[0] = a.ksize[1] = a.stride[0] = a.stride[1] = a.dilation[0] = a.dilation[1] = a.group = 1;
  a.weights = outputs;
  return a;
}

std::vector<int8_t> pointwise(float outputScale, std::vector<int8_t> x) {
  Network n;
  int8_t weight = 1;
  std::vector<int32_t> zero{0};
  const auto width = static_cast<int32_t>(x.size());
  const TensorRef in = n.int8({1, 1, 1, width}, 1);
  const TensorRef out = n.int8({1, 1, 1, width}, outputScale);
  auto attributes = convolution(1);
  n.add(OperatorType::CONV2D, {in, n.int8({1, 1, 1, 1}, 1, TensorRole::CONST, &weight), n.bias(zero, 1)}, out,
        &attributes);
  const size_t count = x.size();
  return n.run<int8_t>(in, out, std::move(x), count);
}

void roundsHalfToEven() {
  same("ties", pointwise(2, {1, 3, -1, -3, 127, -128}), std::vector<int8_t>{0, 2, 0, -2, 64, -64});
  same("saturation", pointwise(0.5f, {63, 64, -64, -65}), std::vector<int8_t>{126, 127, -128, -128});
}

void convolvesWithAsymmetricPadsStridesAndDilation() {
  Network n;
  // A 3 x 4 image counted from 1, a kernel 2 wide and 1 high that takes left + 10 * right.
  std::vector<int8_t> x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  int8_t weights[] = {1, 10};
  std::vector<int32_t> bias{1};
  auto attributes = convolution(1);
  attributes.ksize[0] = 2;
  attributes.stride[0] = 1;
  attributes.stride[1] = 2;
  attributes.dilation[0] = 2;
  attributes.pad[0] = 1;  // left
  attributes.pad[3] = 2;  // bottom
  const TensorRef in = n.int8({1, 1, 3, 4}, 1);
  const TensorRef out = n.int8({1, 1, 3, 3}, 1);
  n.add(OperatorType::CONV2D, {in, n.int8({1, 1, 1, 2}, 1, TensorRole::CONST, weights), n.bias(bias, 1)}, out,
        &attributes);
  // Rows 0, 2 and a padded one; columns (-1,1), (0,2), (1,3).
  same("asymmetric convolution", n.run<int8_t>(in, out, x, 9),
       std::vector<int8_t>{21, 32, 43, 101, 120, 127, 1, 1, 1});
}

void convolvesDepthwise() {
  Network n;
  int8_t weights[] = {1, 2, 3, -4};
  std::vector<int32_t> bias{0, 0, 0, 0};
  auto attributes = convolution(4);
  attributes.group = 2;
  attributes.multiplier = 2;
  attributes.has_relu = true;
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef out = n.int8({1, 4, 1, 2}, 1);
  n.add(OperatorType::CONV2D, {in, n.int8({4, 1, 1, 1}, 1, TensorRole::CONST, weights), n.bias(bias, 1)}, out,
        &attributes);
  same("depthwise", n.run<int8_t>(in, out, std::vector<int8_t>{1, -2, 3, -5}, 8),
       std::vector<int8_t>{1, 0, 2, 0, 9, 0, 0, 20});
}

void multipliesMatrices() {
  Network n;
  int8_t weights[] = {1, 2, 3, -1, -1, -1};
  std::vector<int32_t> bias{5, 0};
  FCAttr attributes{2, false};
  const TensorRef in = n.int8({1, 3, 1, 1}, 0.5f);
  const TensorRef out = n.int8({1, 2}, 0.5f);
  n.add(OperatorType::FULLCONNECT, {in, n.int8({2, 3}, 0.5f, TensorRole::CONST, weights), n.bias(bias, 0.25f)}, out,
        &attributes);
  // (2 + 8 + 18 + 5) / 2 = 16.5 and -12 / 2.
  same("fully connected", n.run<int8_t>(in, out, std::vector<int8_t>{2, 4, 6}, 2), std::vector<int8_t>{16, -6});
}

PoolAttr pool(PoolType type) {
  PoolAttr a{};
  a.ksize[0] = a.ksize[1] = 2;
  a.stride[0] = a.stride[1] = 2;
  a.pool_type = type;
  a.round_type = RoundType::FLOOR;
  return a;
}

void pools() {
  const std::vector<int8_t> x{1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8};
  Network maximum;
  PoolAttr attributes = pool(PoolType::MAX);
  TensorRef in = maximum.int8({1, 1, 4, 4}, 1);
  TensorRef out = maximum.int8({1, 1, 2, 2}, 1);
  maximum.add(OperatorType::POOL, {in}, out, &attributes);
  same("max pool", maximum.run<int8_t>(in, out, x, 4), std::vector<int8_t>{6, 8, -1, -3});
  Network average;
  attributes = pool(PoolType::AVG);
  in = average.int8({1, 1, 4, 4}, 1);
  out = average.int8({1, 1, 2, 2}, 0.25f);
  average.add(OperatorType::POOL, {in}, out, &attributes);
  same("avg pool", average.run<int8_t>(in, out, x, 4), std::vector<int8_t>{14, 22, -14, -22});
}

void computesSoftmax() {
  Network n;
  SoftmaxAttr attributes{1, 1};
  const TensorRef in = n.int8({1, 3}, 0.6931472f);
  const TensorRef out = n.uint8({1, 3}, 1.0f / 256, 0);
  n.add(OperatorType::SOFTMAX, {in}, out, &attributes);
  // Powers of two: 4, 2, 2 of 8.
  same("softmax", n.run<uint8_t>(in, out, std::vector<int8_t>{2, 1, 1}, 3), std::vector<uint8_t>{128, 64, 64});
}

void broadcastsElementwise() {
  Network n;
  n.checkCounts = true;
  int8_t constant[] = {10, -20};
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef out = n.int8({1, 2, 1, 2}, 0.5f);
  n.add(OperatorType::SUBTRACT, {in, n.int8({1, 2, 1, 1}, 0.5f, TensorRole::CONST, constant)}, out);
  same("subtract", n.run<int8_t>(in, out, std::vector<int8_t>{1, 2, 3, 4}, 4), std::vector<int8_t>{-8, -6, 26, 28});
}

void movesData() {
  Network n;
  PermuteAttr perm{{0, 2, 3, 1}};
  SliceAttr part{{0, 1, 0, 0}, {1, 1, 2, 2}};
  PadAttr around{PadMode::CONSTANT, {0, 0, 1, 0}, {0, 0, 0, 1}, 0};
  const TensorRef in = n.int8({1, 2, 1, 2}, 1);
  const TensorRef turned = n.int8({1, 1, 2, 2}, 1, TensorRole::VAR);
  const TensorRef both = n.int8({1, 2, 2, 2}, 1, TensorRole::VAR);
  const TensorRef second = n.int8({1, 1, 2, 2}, 1, TensorRole::VAR);
  const TensorRef out = n.int8({1, 1, 3, 3}, 1);
  n.add(OperatorType::PERMUTE, {in}, turned, &perm);
  ConcatAttr channels{1};
  n.add(OperatorType::CONCAT, {turned, turned}, both, &channels);
  n.add(OperatorType::SLICE, {both}, second, &part);
  n.add(OperatorType::PAD, {second}, out, &around);
  same("movement", n.run<int8_t>(in, out, std::vector<int8_t>{1, 2, 3, 4}, 9),
       std::vector<int8_t>{0, 0, 0, 1, 3, 0, 2, 4, 0});
}

void storesFloatsInHalfPrecision() {
  Network n;
  float constant[] = {0.5f};
  const TensorRef in = n.float32({1, 1, 1, 3});
  const TensorRef out = n.float32({1, 1, 1, 3});
  n.add(OperatorType::ADD, {in, n.float32({1, 1, 1, 1}, TensorRole::CONST, constant)}, out);
  // Half floats between 1024 and 2048 are whole; 1024.5 + 0.5 begins with the even neighbour.
  same("half precision", n.run<float>(in, out, std::vector<float>{1, 1024.5f, -0.25f}, 3),
       std::vector<float>{1.5f, 1024, 0.25f});
}

void readsItsOwnCache(const std::string& path) {
  const auto build = [&](Network& n, const TensorRef& in, const TensorRef& out) {
    return n.run<int8_t>(in, out, std::vector<int8_t>{-3, 3}, 2);
  };
  std::remove(path.c_str());
  {
    Network n;
    const TensorRef in = n.int8({1, 2}, 1);
    const TensorRef out = n.int8({1, 2}, 1);
    n.add(OperatorType::RELU, {in}, out);
    same("no such directory", n.graph.EnableCreateCache("/nonexistent/cache"), RK_FAILURE);
    same("cache enabled", n.graph.EnableCreateCache(path), RK_SUCCESS);
    same("relu", build(n, in, out), std::vector<int8_t>{0, 3});
  }
  Network n;
  same("existing file", n.graph.EnableCreateCache(path), RK_FAILURE);
  same("loaded", n.graph.LoadCache(path), RK_SUCCESS);
  const auto inputs = n.graph.GetInputTensorsAttr();
  const auto outputs = n.graph.GetOutputTensorsAttr();
  same("cached dims", inputs.at(0)->dims, std::vector<int32_t>{1, 2});
  const TensorRef in = n.graph.CreateTensor(inputs.at(0), nullptr);
  const TensorRef out = n.graph.CreateTensor(outputs.at(0), nullptr);
  same("relu from cache", build(n, in, out), std::vector<int8_t>{0, 3});
  std::remove(path.c_str());
  Network damaged;
  same("bad magic", damaged.graph.LoadCache("nothing", 7), RK_INVALID_PARAM);
}

void refusesWhatTheLibraryRefuses() {
  Network n;
  const TensorRef in = n.int8({1, 2}, 1);
  checks += 2;
  if (n.graph.AddOperator(static_cast<OperatorType>(35), {in, in}, {in}, nullptr) != nullptr) failures++;
  if (n.graph.AddOperator(static_cast<OperatorType>(90), {in}, {in}, nullptr) != nullptr) failures++;
}

// A bias of another scale than the products: nothing is computed and Build says 0.
void dropsTheNetworkWhenABiasScaleIsWrong() {
  Network n;
  int8_t weight = 1;
  std::vector<int32_t> zero{0};
  const TensorRef in = n.int8({1, 1, 1, 1}, 1);
  const TensorRef middle = n.int8({1, 1, 1, 1}, 1, TensorRole::VAR);
  const TensorRef out = n.int8({1, 1, 1, 1}, 1);
  auto attributes = convolution(1);
  n.add(OperatorType::RELU, {in}, middle);
  n.add(OperatorType::CONV2D, {middle, n.int8({1, 1, 1, 1}, 1, TensorRole::CONST, &weight), n.bias(zero, 9)}, out,
        &attributes);
  same("dropped network", n.run<int8_t>(in, out, std::vector<int8_t>{5}, 1), std::vector<int8_t>{-128});
}

void leavesNothingBehind(const std::function<void()>& use) {
  use();
  const long blocks = touchstone_simulator_count("blocks");
  for (int i = 0; i < 100; i++) use();
  same("blocks after 100 lifetimes", touchstone_simulator_count("blocks"), blocks);
  for (const char* kind : {"graphs", "exections", "tensors", "operators", "device-graphs"}) {
    same(kind, touchstone_simulator_count(kind), 0);
  }
}

}  // namespace

int main() {
  roundsHalfToEven();
  convolvesWithAsymmetricPadsStridesAndDilation();
  convolvesDepthwise();
  multipliesMatrices();
  pools();
  computesSoftmax();
  broadcastsElementwise();
  movesData();
  storesFloatsInHalfPrecision();
  readsItsOwnCache("/tmp/touchstone-simulator-" + std::to_string(::getpid()) + ".cache");
  refusesWhatTheLibraryRefuses();
  dropsTheNetworkWhenABiasScaleIsWrong();
  leavesNothingBehind(movesData);
  std::printf("simulator self-test: %d checks, %d failed\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
