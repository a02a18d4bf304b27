#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "config/reading/reader.hpp"

namespace hashlease::test {

/// A valid study in one file, short enough to count lines in.
inline std::string study_text() {
  return R"(format = 1
title = "a study"
[run]
paths = 1000
start_date = 2024-11-23
horizon_months = 24
[market.btc]
price = 97_707
annual_volatility = 0.52
[market.network]
hashrate = 740.0
difficulty = 102.29e12
block_height = 871_688
hashprice_reference = 50.0
fee_ratio_median = 0.0145
[market.power]
hub = "ercot-west"
monthly_median = [22, 15, 18, 14, 23, 26, 27, 45, 32, 25, 25, 23]
[[market.gpu]]
class = "H100"
lease_rate = 2.93
[market.dependence]
correlation = { "btc,hashrate" = 0.2 }
[[site]]
name = "mine"
power_mw = 100.0
[[site.asic]]
model = "S21"
power_mw = 100.0
efficiency = 17.5
[[site]]
name = "cloud"
power_mw = 50.0
[[site.gpu]]
class = "H100"
power_mw = 50.0
kilowatt_per_gpu = 1.275
[[site]]
name = "both"
power_mw = 100.0
blend = { mine = 0.5, cloud = 0.5 }
)";
}

/// `text` with one occurrence of `from` replaced; a test whose `from` is not there fails.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t position = text.find(from);
  EXPECT_NE(position, std::string::npos) << "the study does not contain " << from;
  if (position != std::string::npos) text.replace(position, from.size(), to);
  return text;
}

/// What is wrong with a text named study.toml, one finding per line; empty if nothing is.
inline std::string errors_of(const std::string& text, const std::vector<std::string>& options = {},
                             const std::filesystem::path& folder = {}) {
  try {
    read_configuration_text(text, "study.toml", folder, options);
  } catch (const ConfigurationErrors& errors) {
    return errors.what();
  }
  return {};
}

/// What is wrong after replacing a piece of the valid study.
inline std::string errors_with(const std::string& from, const std::string& to) {
  return errors_of(with(study_text(), from, to));
}

/// A folder of its own that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hashlease-config-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace hashlease::test
