#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace hashlease::testing {

/// A file with some text, removed at the end of the test.
class TextFile {
 public:
  explicit TextFile(const std::string& text, const std::string& suffix = ".csv")
      : path_(::testing::TempDir() + "hashlease-" +
              ::testing::UnitTest::GetInstance()->current_test_info()->test_suite_name() + "-" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name() + suffix) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  ~TextFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A file of the folder HASHLEASE_DATA, or of shared/data beside the source tree; empty when absent.
inline std::string data_file(const std::string& name) {
  const char* folder = std::getenv("HASHLEASE_DATA");
  const std::string path =
      std::string(folder != nullptr ? folder : HASHLEASE_SOURCE_DIR "/../shared/data") + "/" + name;
  return std::filesystem::exists(path) ? path : "";
}

}  // namespace hashlease::testing
