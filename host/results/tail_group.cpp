#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

constexpr const char* kNotes =
    R"(The lowest and highest paths of each site's horizon revenue and cash flow, `run.tail_paths` of each, with their numbers, so
that each can be replayed. Equal values are in order of their paths. Present when `run.tail_paths` is above 0.)";

}  // namespace

ResultGroup tail_group() {
  using Tables = TailTables;
  Rows<StudyTables, &StudyTables::tail> rows("tail", "lowest and highest paths of each site's horizon outcomes");
  rows.page("the extreme paths", kNotes);
  rows.present_when("tails kept", [](const Tables& tables) { return !tables.rank.empty(); });
  const std::string axes = "site outcome rank";
  rows.label_axis<&StudyAxes::site>("site", since(1), "site");
  rows.label_axis<&StudyAxes::headline>("outcome", since(1), "outcome over the horizon");
  rows.number_axis<&Tables::rank>("rank", "", since(1), "rank from the extreme, 1 first");
  rows.numbers<&Tables::lowest_value>("lowest_value", axes, "USD", since(1), "lowest values over the horizon");
  rows.numbers<&Tables::lowest_path>("lowest_path", axes, "", since(1), "paths of the lowest values; -1: none");
  rows.numbers<&Tables::highest_value>("highest_value", axes, "USD", since(1), "highest values over the horizon");
  rows.numbers<&Tables::highest_path>("highest_path", axes, "", since(1), "paths of the highest values; -1: none");
  return rows.take();
}

}  // namespace hashlease
