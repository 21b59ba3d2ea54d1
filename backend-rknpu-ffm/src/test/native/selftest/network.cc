#include "network.h"

#include <cstring>
#include <new>

namespace selftest {

using namespace rk::nn;

std::shared_ptr<TensorAttr> Network::attributes(std::vector<int32_t> dims, PrecisionType precision, Role role,
                                                float scale) {
  auto made = std::make_shared<TensorAttr>();
  made->name = "t" + std::to_string(tensors_++);
  made->dims = std::move(dims);
  made->precision = precision;
  made->layout = DataLayoutType::NCHW;
  made->role = role;
  made->qntType = precision == PrecisionType::FLOAT32 ? QuantizationType::NONE : QuantizationType::SYMMETRIC;
  made->qntBits = precision == PrecisionType::INT32 ? 32 : 8;
  made->qntParamSymmetric.scale = {scale};
  return made;
}

TensorRef Network::int8(std::vector<int32_t> dims, float scale, Role role, void* data) {
  return graph.CreateTensor(attributes(std::move(dims), PrecisionType::INT8, role, scale), data);
}

TensorRef Network::uint8(std::vector<int32_t> dims, float scale, uint32_t zeroPoint, Role role) {
  auto made = attributes(std::move(dims), PrecisionType::UINT8, role, scale);
  made->qntType = QuantizationType::AFFINE_ASYMMETRIC;
  made->qntParamAffineAsymmetric.scale = {scale};
  made->qntParamAffineAsymmetric.zero_point = {zeroPoint};
  return graph.CreateTensor(made, nullptr);
}

TensorRef Network::float32(std::vector<int32_t> dims, Role role, void* data) {
  return graph.CreateTensor(attributes(std::move(dims), PrecisionType::FLOAT32, role, 0), data);
}

TensorRef Network::bias(std::vector<int32_t>& values, float scale) {
  const auto count = static_cast<int32_t>(values.size());
  return graph.CreateTensor(attributes({count}, PrecisionType::INT32, Role::CONST, scale), values.data());
}

void Network::add(OperatorType type, std::vector<TensorRef> inputs, const TensorRef& output, void* attributes) {
  graph.AddOperator(type, std::move(inputs), {output}, attributes, "op");
}

void Network::run(const TensorRef& input, const TensorRef& output, const void* in, size_t inBytes, void* out,
                  size_t outBytes) {
  graph.SetInputsOutputs({input}, {output});
  alignas(Exection) unsigned char memory[sizeof(Exection)] = {};
  auto* exection = new (memory) Exection(&graph);
  same("Build", exection->Build(), RK_SUCCESS);
  const InputInfo given{0, const_cast<void*>(in), static_cast<uint32_t>(inBytes), 0, input->GetPrecision(),
                        DataLayoutType::NCHW};
  const OutputInfo wanted{0, out, static_cast<uint32_t>(outBytes), output->GetPrecision(), DataLayoutType::NCHW, 0};
  same("SetInputs of two", exection->SetInputs({given, given}), RK_INVALID_INPUTS);
  same("SetInputs", exection->SetInputs({given}), RK_SUCCESS);
  same("Run", exection->Run(), RK_SUCCESS);
  same("GetOutputs of none", exection->GetOutputs({}), RK_INVALID_OUTPUTS);
  same("GetOutputs", exection->GetOutputs({wanted}), RK_SUCCESS);
  exection->~Exection();
}

Conv2DAttr convolutionAttributes(uint32_t outputs) {
  Conv2DAttr a{};
  a.ksize[0] = a.ksize[1] = a.stride[0] = a.stride[1] = a.dilation[0] = a.dilation[1] = a.group = 1;
  a.weights = outputs;
  return a;
}

}  // namespace selftest
