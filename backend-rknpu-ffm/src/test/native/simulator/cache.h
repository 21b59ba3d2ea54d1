// The cache file: the vendor's header and tensor entries, and behind them the compiled network, which here is our own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api.h"
#include "device_graph.h"

namespace simulator {

// A loaded file. As in the vendor's library nothing but the first eight bytes has been checked.
class Cache {
 public:
  explicit Cache(std::string content) : content_(std::move(content)) {}

  // False unless the content begins as a cache file does.
  static bool hasMagic(const std::string& content);

  // The attributes as stored: without names, each scale in both kinds of parameters. Reading past the end ends the
  // process as it does there.
  std::vector<std::shared_ptr<rk::nn::TensorAttr>> inputs() const;
  std::vector<std::shared_ptr<rk::nn::TensorAttr>> outputs() const;

  // The network, or one without nodes and a log line when it is damaged.
  std::unique_ptr<DeviceGraph> network() const;

 private:
  std::vector<std::shared_ptr<rk::nn::TensorAttr>> entries(size_t countAt, size_t offsetAt) const;

  std::string content_;
};

std::string cacheFile(const std::vector<const rk::nn::TensorAttr*>& inputs,
                      const std::vector<const rk::nn::TensorAttr*>& outputs, const DeviceGraph& network);

}  // namespace simulator
