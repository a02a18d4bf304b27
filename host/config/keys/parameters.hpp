#pragma once

/// The one table of configuration keys. A key is a row (Parameter); rows are grouped into sections over the structs of
/// configuration.hpp. Reader, checks, `hashlease describe`, the attributes in a result file and configs/README.md all
/// walk this table. Adding a key: one struct line, one row, its use, its value.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <variant>
#include <vector>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// The value of a key. An enum appears as its word.
using Value = std::variant<bool, std::int64_t, double, std::string, Date, std::vector<double>, std::vector<std::string>,
                           std::map<std::string, double>>;

/// What a key takes; the order is that of Value's alternatives, followed by the kinds that share one.
enum class ValueKind { boolean, integer, number, text, date, numbers, texts, number_map, word };

/// Limits of a number, or of each number of a list or map.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;   // low itself is not allowed
  bool high_open = false;  // high itself is not allowed

  bool contains(double value) const {
    return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
  }
};

/// How many entries a list may have.
struct Length {
  std::size_t least = 0;
  std::size_t most = std::numeric_limits<std::size_t>::max();
};

/// One row: a key of a section.
struct Parameter {
  std::string_view key;
  ValueKind kind = ValueKind::number;
  std::string_view unit;  // empty: dimensionless or not a number
  Bounds bounds;
  std::shared_ptr<const Value> fallback;  // the default; null: the key is required
  std::string_view meaning;               // one sentence
  std::vector<std::string_view> words;    // of an enum, in its order; or the words a list of texts may hold
  Length length;                          // of a list
  /// Read and write the member in its section's struct. Null for a key that only steers the reader (`include`).
  Value (*get)(const void* section) = nullptr;
  void (*set)(void* section, const Value& value) = nullptr;

  bool required() const { return fallback == nullptr; }
};

/// A group of keys over one struct: the whole file, a [table], or an entry of an [[array of tables]].
struct Section {
  std::type_index type = typeid(void);  // of its struct
  std::string_view key;                 // in the parent section; empty for the file itself
  std::string_view meaning;             // one sentence
  bool repeated = false;                // an array of tables
  std::string_view name_key;            // of an array of tables: the key that names an entry, uniquely in its parent
  Length count;                         // of an array of tables
  std::vector<Parameter> parameters;
  std::vector<Section> sections;
  /// Reach the struct(s) inside the parent's struct. `at` of a plain table ignores the index.
  std::size_t (*size)(const void* parent) = nullptr;
  const void* (*at)(const void* parent, std::size_t index) = nullptr;
  void* (*add)(void* parent) = nullptr;  // the table itself, or a new entry
  /// Of a table of which the file says whether it is there (`is_present` of its struct), else null.
  bool& (*presence)(void* object) = nullptr;

  bool is_present(const void* object) const { return presence == nullptr || presence(const_cast<void*>(object)); }

  const Parameter* find_parameter(std::string_view parameter_key) const;
  const Section* find_section(std::string_view section_key) const;
};

/// The whole table; its root stands for Configuration.
const Section& configuration_section();

/// What becomes of a table that the configuration does not have: it has no values, or those of its defaults.
enum class AbsentTables { left_out, at_defaults };

/// Calls `visit(path, row, value)` for every value of a configuration in table order, defaults included. An entry of an
/// array of tables appears in the path by its name: `market.gpu.H100.lease_rate`.
void for_each_value(const Configuration& configuration,
                    const std::function<void(const std::string& path, const Parameter& row, const Value& value)>& visit,
                    AbsentTables absent = AbsentTables::left_out);

/// Full-precision shortest text of a number; 2^48 and 2^63 as powers.
std::string number_text(double value);
/// `5 to 200 J/TH`, `above 0, at most 10 USD`, or empty without bounds.
std::string bounds_text(const Parameter& row);
/// `-2 is below 5`, or empty if within bounds.
std::string bounds_violation(const Bounds& bounds, double value);
/// A value as TOML, numbers with the digits that read back to the same double.
std::string toml_text(const Value& value);
/// A string as a TOML basic string with quotes.
std::string toml_string(std::string_view text);

/// The sections of the table, defined one per file.
Section run_section();
Section market_section();
Section site_section();
/// Sections of others.
Section btc_section();
Section generation_section();
Section empirical_section();
Section colocation_section();
Section conversion_section();
Section gpu_section();
Section hazard_section();
Section regime_section();
Section treasury_section();
Section debt_section();
Section covenant_section();

}  // namespace hashlease
