// The tensor behind the interface.
#pragma once

#include "api.h"
#include "census.h"

namespace simulator {

class TensorImpl final : public rk::nn::Tensor, Counted<Kind::TENSOR> {
 public:
  TensorImpl(std::shared_ptr<rk::nn::TensorAttr> attributes, const void* data);
  ~TensorImpl();

  std::vector<int32_t> GetDims() override;
  rk::nn::PrecisionType GetPrecision() override;
  rk::nn::DataLayoutType GetLayoutType() override;
  std::string& GetName() override;
  rk::nn::TensorRole GetRole() override;
  rk::nn::QuantizationType GetQntType() const override;
  uint8_t GetQntBits() const override;
  rk::nn::QuantizationParamDFP GetQntParamDFP() const override;
  rk::nn::QuantizationParamAffineAsymmetric GetQntParamAffineAsymmetric() const override;
  rk::nn::QuantizationParamSymmetric GetQntParamSymmetric() const override;
  const std::shared_ptr<const rk::nn::TensorAttr> GetAttrs() override;
  const void* GetData() override;
  int SetPrecision(rk::nn::PrecisionType precision) override;
  int SetName(std::string& name) override;
  int SetRole(rk::nn::TensorRole role) override;
  int SetQntParam(rk::nn::QuantizationType type, uint8_t bits, rk::nn::QuantizationParamDFP& parameter) override;
  int SetQntParam(rk::nn::QuantizationType type, uint8_t bits,
                  rk::nn::QuantizationParamAffineAsymmetric& parameter) override;
  int SetQntParam(rk::nn::QuantizationType type, uint8_t bits, rk::nn::QuantizationParamSymmetric& parameter) override;

  const rk::nn::TensorAttr& attributes() const { return *attributes_; }
  const std::shared_ptr<rk::nn::TensorAttr>& sharedAttributes() const { return attributes_; }

  // The constant data, which the application must have left alone since CreateTensor: read during Build and never
  // after it.
  const uint8_t* constantData();

  // Number of elements and of the application's bytes.
  size_t count() const;
  size_t hostBytes() const;

  // The graph's list holds a reference until the graph is destroyed.
  void listed(bool inGraph) { listed_ = inGraph; }
  void built() { built_ = true; }

 private:
  uint64_t checksum() const;

  std::shared_ptr<rk::nn::TensorAttr> attributes_;
  const void* data_;
  uint64_t checksum_ = 0;
  bool listed_ = false;
  bool built_ = false;
};

}  // namespace simulator
