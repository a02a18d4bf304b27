#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

constexpr const char* kNotes =
    R"(One histogram per site, outcome and year, for the horizon, for the months of `run.monthly_distribution`, and for each path
measure (`revenue_log_volatility`) and measure of `/survival`. Those of the market are in `/state`. A bin is the set of
float32 numbers that agree in sign, exponent and the first 9 bits of the mantissa, so it is at most 2^-9 of its values wide.
Only occupied bins are stored, those of all distributions one behind the other (a CF contiguous ragged array): distribution d
has the bins `bin_offset[d]` to `bin_offset[d] + bin_count[d] - 1`. Values in the bin are at least `bin_lower` and below
`bin_upper`. Quantiles are in `/risk`.)";

}  // namespace

ResultGroup distribution_group() {
  using Tables = DistributionTables;
  using DistributionRows = Rows<StudyTables, &StudyTables::distribution>;
  DistributionRows rows("distribution", "histograms, their bins one behind the other");
  rows.page("histograms", kNotes);
  rows.bare_axis("distribution", since(1), "the distributions",
                 [](const void* root) -> std::uint64_t { return DistributionRows::group_of(root).site.size(); });
  rows.bare_axis("bin", since(1), "bins of all distributions",
                 [](const void* root) -> std::uint64_t { return DistributionRows::group_of(root).count.size(); });
  rows.labels<&Tables::site>("site", "distribution", since(1), "site");
  rows.labels<&Tables::quantity>("quantity", "distribution", since(1), "outcome, or measure of the site's whole path");
  rows.labels<&Tables::period>("period", "distribution", since(1), "period of the study");
  rows.labels<&Tables::value_units>("value_units", "distribution", since(1),
                                    "units of bin_lower and bin_upper in this distribution");
  rows.counts<&Tables::bin_offset>("bin_offset", "distribution", since(1), "first bin of the distribution");
  rows.counts<&Tables::bin_count>("bin_count", "distribution", since(1), "number of bins of the distribution")
      .attribute("sample_dimension", "bin");
  rows.counts<&Tables::path_count>("path_count", "distribution", since(1), "number of paths in the distribution");
  rows.numbers<&Tables::bin_lower>("bin_lower", "bin", "", since(1), "smallest value of the bin");
  rows.numbers<&Tables::bin_upper>("bin_upper", "bin", "", since(1), "smallest value above the bin");
  rows.counts<&Tables::count>("count", "bin", since(1), "number of paths in the bin");
  return rows.take();
}

}  // namespace hashlease
