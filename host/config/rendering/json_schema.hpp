#pragma once

#include <string>

namespace hashlease {

/// Which kind of file a schema is for.
enum class SchemaOf {
  study,   // a whole configuration
  market,  // a file that `market.include` names: part of a market, its tables at the top
};

/// The table of parameters as a JSON Schema (draft 7, the newest that TOML editors know), for completion and checks
/// while a file is typed. What only the whole configuration can show (names that refer to others, sums of shares, a
/// matrix that is positive definite) is left to `hashlease check`.
/// @return  JSON text that ends on a line break; configs/*.schema.json, which a test keeps equal to this
std::string json_schema(SchemaOf kind);

}  // namespace hashlease
