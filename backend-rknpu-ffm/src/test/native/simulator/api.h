// The C++ interface of librknpu_ddk as its users are compiled against it: names, layouts and the order of virtual
// functions are those of the vendor's library (version of December 2020), the words are ours. The layouts are asserted
// in layout.cc for both word sizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rk {
namespace nn {

enum ErrorCode {
  RK_SUCCESS = 0,
  RK_FAILURE = -1,
  RK_INVALID_INPUTS = -2,
  RK_INVALID_OUTPUTS = -3,
  RK_INVALID_MODEL = -4,
  RK_INVALID_PARAM = -5,
};

enum class TensorRole { VAR, CONST, DATA };

enum class PrecisionType : int {
  UNKNOWN,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  FLOAT16,
  FLOAT32,
  FLOAT64,
  BOOL8,
};

enum class DataLayoutType : int { UNKNOWN, NCHW, NHWC, ANY };

enum class QuantizationType : int {
  NONE,
  DFP,
  AFFINE_ASYMMETRIC,
  AFFINE_PERCHANNEL_SYMMETRIC,
  SYMMETRIC,
  NA = 255,
};

struct QuantizationParamDFP {
  std::vector<int8_t> fl;
};

struct QuantizationParamAffineAsymmetric {
  std::vector<uint32_t> zero_point;
  std::vector<float> scale;
};

struct QuantizationParamSymmetric {
  std::vector<float> scale;
};

struct TensorAttr {
  std::string name;
  std::vector<int32_t> dims;
  PrecisionType precision;
  DataLayoutType layout;
  TensorRole role;
  QuantizationType qntType;
  uint8_t qntBits;
  QuantizationParamDFP qntParamDFP;
  QuantizationParamAffineAsymmetric qntParamAffineAsymmetric;
  QuantizationParamSymmetric qntParamSymmetric;
};

// No virtual destructor: the position of every function in the table counts.
class Tensor {
 public:
  virtual std::vector<int32_t> GetDims() = 0;
  virtual PrecisionType GetPrecision() = 0;
  virtual DataLayoutType GetLayoutType() = 0;
  virtual std::string& GetName() = 0;
  virtual TensorRole GetRole() = 0;
  virtual QuantizationType GetQntType() const = 0;
  virtual uint8_t GetQntBits() const = 0;
  virtual QuantizationParamDFP GetQntParamDFP() const = 0;
  virtual QuantizationParamAffineAsymmetric GetQntParamAffineAsymmetric() const = 0;
  virtual QuantizationParamSymmetric GetQntParamSymmetric() const = 0;
  virtual const std::shared_ptr<const TensorAttr> GetAttrs() = 0;
  virtual const void* GetData() = 0;
  virtual int SetPrecision(PrecisionType precision) = 0;
  virtual int SetName(std::string& name) = 0;
  virtual int SetRole(TensorRole role) = 0;
  virtual int SetQntParam(QuantizationType type, uint8_t bits, QuantizationParamDFP& parameter) = 0;
  virtual int SetQntParam(QuantizationType type, uint8_t bits, QuantizationParamAffineAsymmetric& parameter) = 0;
  virtual int SetQntParam(QuantizationType type, uint8_t bits, QuantizationParamSymmetric& parameter) = 0;
};

enum class OperatorType : int;

class Operator {
 public:
  virtual std::vector<std::shared_ptr<Tensor>> GetInputs() = 0;
  virtual std::vector<std::shared_ptr<Tensor>> GetOutputs() = 0;
  virtual void* GetAttrs() = 0;
  virtual std::string GetName() = 0;
};

class Graph {
 public:
  Graph();
  ~Graph();
  std::shared_ptr<Operator> AddOperator(OperatorType type, std::vector<std::shared_ptr<Tensor>> inputs,
                                        std::vector<std::shared_ptr<Tensor>> outputs, void* attrs,
                                        std::string name = "");
  std::shared_ptr<Tensor> CreateTensor(std::shared_ptr<TensorAttr> attr, void* data);
  int SetInputsOutputs(std::vector<std::shared_ptr<Tensor>> inputs, std::vector<std::shared_ptr<Tensor>> outputs);
  std::vector<std::shared_ptr<Tensor>> GetInputs();
  std::vector<std::shared_ptr<Tensor>> GetOutputs();
  std::vector<std::shared_ptr<TensorAttr>> GetInputTensorsAttr();
  std::vector<std::shared_ptr<TensorAttr>> GetOutputTensorsAttr();
  int EnableCreateCache(std::string path);
  int LoadCache(std::string path);
  int LoadCache(const char* buffer, size_t size);

 private:
  friend class Exection;
  void* pri_data;
};

// The order of the last three fields differs between the two.
struct InputInfo {
  uint32_t index;
  void* buf;
  uint32_t size;
  uint8_t pass_through;
  PrecisionType type;
  DataLayoutType layout;
};

struct OutputInfo {
  uint32_t index;
  void* buf;
  uint32_t size;
  PrecisionType type;
  DataLayoutType layout;
  uint8_t want_float;
};

// The vendor's spelling.
class Exection {
 public:
  explicit Exection(Graph* graph);
  ~Exection();
  int Build();
  int SetInputs(std::vector<InputInfo> inputs);
  int Run();
  int GetOutputs(std::vector<OutputInfo> outputs);

 private:
  Graph* graph_;
  void* device_handle;
};

}  // namespace nn
}  // namespace rk
