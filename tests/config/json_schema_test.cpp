// The JSON Schemas beside the configurations are those of the program. That they accept and refuse the right files is
// tested by json_schema.py.

#include "config/rendering/json_schema.hpp"

#include <sstream>

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

std::string shipped_schema(const char* name) {
  std::ifstream stream(std::filesystem::path(HASHLEASE_SOURCE_DIR) / "configs" / name);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(JsonSchema, OfStudiesIsUpToDate) {
  EXPECT_EQ(shipped_schema("hashlease.schema.json"), json_schema(SchemaOf::study))
      << "hashlease schema > configs/hashlease.schema.json";
}

TEST(JsonSchema, OfMarketsIsUpToDate) {
  EXPECT_EQ(shipped_schema("hashlease-market.schema.json"), json_schema(SchemaOf::market))
      << "hashlease schema --market > configs/hashlease-market.schema.json";
}

}  // namespace
}  // namespace hashlease::test
