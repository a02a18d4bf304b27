// A default stands in its row alone: a struct as constructed has what its rows say.

#include <map>

#include "config/keys/parameters.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

/// Calls visit(section, object) for a struct of every section, made by its constructor.
template <class Visit>
void for_each_fresh_struct(const Section& section, void* object, const Visit& visit) {
  visit(section, object);
  for (const Section& child : section.sections) for_each_fresh_struct(child, child.add(object), visit);
}

TEST(Defaults, ANewStructHasThoseOfItsRows) {
  Configuration configuration;
  int count = 0;
  for_each_fresh_struct(configuration_section(), &configuration, [&](const Section& section, const void* object) {
    for (const Parameter& row : section.parameters) {
      if (row.get == nullptr || row.required()) continue;
      EXPECT_EQ(row.get(object), *row.fallback) << section.key << "." << row.key;
      ++count;
    }
  });
  EXPECT_GT(count, 190);
}

TEST(Defaults, SectionsOverOneStructHaveTheSame) {
  std::map<std::pair<std::type_index, std::string>, Value> seen;
  Configuration configuration;
  int shared = 0;
  for_each_fresh_struct(configuration_section(), &configuration, [&](const Section& section, const void*) {
    for (const Parameter& row : section.parameters) {
      if (row.required()) continue;
      const auto [entry, is_new] = seen.insert({{section.type, std::string(row.key)}, *row.fallback});
      EXPECT_EQ(entry->second, *row.fallback) << section.key << "." << row.key;
      shared += is_new ? 0 : 1;
    }
  });
  EXPECT_GT(shared, 10) << "a contract and a tranche are one struct";
}

TEST(Defaults, ATableIsAbsentUntilAFileHasIt) {
  Configuration configuration;
  int said = 0;
  for_each_fresh_struct(configuration_section(), &configuration, [&](const Section& section, const void* object) {
    if (section.presence == nullptr) return;
    EXPECT_FALSE(section.is_present(object)) << section.key;
    ++said;
  });
  EXPECT_EQ(said, 2) << "treasury and covenant";
}

}  // namespace
}  // namespace hashlease::test
