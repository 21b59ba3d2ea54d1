// The operator behind the interface, with its own copy of the attributes.
#pragma once

#include "census.h"
#include "device_graph.h"
#include "operators.h"
#include "tensor.h"

namespace simulator {

using Tensors = std::vector<std::shared_ptr<rk::nn::Tensor>>;

// Whether AddOperator accepts the type.
bool implemented(rk::nn::OperatorType type);

class OperatorImpl final : public rk::nn::Operator, Counted<Kind::OPERATOR> {
 public:
  // attributes may be null: all of them are zero then.
  OperatorImpl(rk::nn::OperatorType type, Tensors inputs, Tensors outputs, const void* attributes, std::string name);
  ~OperatorImpl();

  Tensors GetInputs() override;
  Tensors GetOutputs() override;
  void* GetAttrs() override;
  std::string GetName() override;

  rk::nn::OperatorType type() const { return type_; }
  const Tensors& inputs() const { return inputs_; }
  const Tensors& outputs() const { return outputs_; }
  const Attributes& attributes() const { return attributes_; }
  void listed(bool inGraph) { listed_ = inGraph; }

 private:
  rk::nn::OperatorType type_;
  Tensors inputs_;
  Tensors outputs_;
  Attributes attributes_;
  std::string name_;
  bool listed_ = false;
};

}  // namespace simulator
