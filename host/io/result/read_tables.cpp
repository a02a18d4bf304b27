#include "io/result/read_tables.hpp"

#include "io/groups/group_input.hpp"
#include "results/groups.hpp"

namespace hashlease {

namespace {

/// What the tables of survival know beside their arrays.
void finish_survival(StudyTables& tables) {
  for (const std::string& name : tables.axes.entity) {
    const auto site = tables.axes.place_of_site(name);
    if (!site) throw RunError("/survival/site: " + name + " is not a site of /risk");
    tables.survival.sites.push_back(static_cast<int>(*site));
  }
  tables.survival.quarter_count = static_cast<int>(tables.axes.quarter.size());
  tables.survival.paths = tables.risk.paths;
}

}  // namespace

StudyTables read_study_tables(const Hdf5Reader& reader) {
  const GroupInput input(reader);
  StudyTables tables;
  for (const ResultGroup& group : table_groups()) {
    const bool is_expected = group.presence == "always" && group.axes.at(0).scale.since <= input.format_version();
    if (!input.read(group, &tables) && is_expected) throw Hdf5Error(reader.path(), "/" + group.name, "is missing");
  }
  tables.risk.paths = static_cast<std::uint64_t>(reader.integer_attribute("/", "paths"));
  finish_survival(tables);
  return tables;
}

}  // namespace hashlease
