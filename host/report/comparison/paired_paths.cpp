#include "report/comparison/paired_paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

namespace {

constexpr std::uint64_t kPiecePaths = std::uint64_t{1} << 18;

/// The kept column of an outcome and where a site is in it.
class KeptOutcome {
 public:
  KeptOutcome(const StudyResult& study, const std::string& site, Outcome outcome)
      : reader_(study.file), path_(fmt::format("/paths/annual_{}", name_of(outcome))) {
    if (!reader_.exists(path_)) return;
    const std::vector<std::string> sites = reader_.read_strings("/paths/site");
    const auto found = std::find(sites.begin(), sites.end(), site);
    site_ = static_cast<std::uint64_t>(found - sites.begin());
    if (found != sites.end()) shape_ = reader_.shape(path_);
  }

  bool exists() const { return shape_.size() == 3; }
  std::uint64_t years() const { return shape_[1]; }
  std::uint64_t paths() const { return shape_[2]; }
  /// Sums of the years of some paths are added to `sums`, times `factor`.
  void add(std::uint64_t first, double factor, std::vector<double>& sums) const {
    for (std::uint64_t year = 0; year < years(); ++year) {
      const auto values = reader_.read_slab<float>(path_, {site_, year, first}, {1, 1, sums.size()});
      for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += factor * static_cast<double>(values[k]);
    }
  }

 private:
  Hdf5Reader reader_;
  std::string path_;
  std::uint64_t site_ = 0;
  Shape shape_;
};

}  // namespace

std::optional<Estimate> paired_annual_difference(const StudyResult& from, const StudyResult& to,
                                                 const std::string& site, Outcome outcome) {
  const KeptOutcome a(from, site, outcome);
  const KeptOutcome b(to, site, outcome);
  if (!a.exists() || !b.exists() || a.years() != b.years() || a.paths() != b.paths()) return std::nullopt;
  double shift = 0.0;  // the first difference: keeps the digits of the variance
  double sum = 0.0;
  double squares = 0.0;
  double count = 0.0;
  for (std::uint64_t first = 0; first < a.paths(); first += kPiecePaths) {
    std::vector<double> difference(std::min(kPiecePaths, a.paths() - first), 0.0);
    b.add(first, 1.0 / static_cast<double>(a.years()), difference);
    a.add(first, -1.0 / static_cast<double>(a.years()), difference);
    if (first == 0) shift = std::isfinite(difference[0]) ? difference[0] : 0.0;
    for (const double value : difference) {
      if (!std::isfinite(value)) continue;
      sum += value - shift;
      squares += (value - shift) * (value - shift);
      count += 1.0;
    }
  }
  if (count < 2.0) return std::nullopt;
  const double mean = sum / count;
  const double variance = std::max(0.0, (squares / count - mean * mean) * count / (count - 1.0));
  return Estimate{shift + mean, std::sqrt(variance / count)};
}

}  // namespace hashlease
