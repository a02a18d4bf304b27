#include "report/sections/density.hpp"

#include <algorithm>
#include <cmath>

namespace hashlease {

double quantile_of(const Histogram& histogram, double probability) {
  const double target = probability * histogram.total();
  double below = 0.0;
  for (std::size_t bin = 0; bin < histogram.count.size(); ++bin) {
    const double inside = histogram.count[bin];
    if (below + inside >= target && inside > 0.0) {
      const double part = std::clamp((target - below) / inside, 0.0, 1.0);
      return histogram.lower[bin] + part * (histogram.upper[bin] - histogram.lower[bin]);
    }
    below += inside;
  }
  return histogram.upper.empty() ? 0.0 : histogram.upper.back();
}

namespace {

int interval_count(const Histogram& histogram, double low, double high) {
  const double quartiles = quantile_of(histogram, 0.75) - quantile_of(histogram, 0.25);
  const double width = 2.0 * quartiles / std::cbrt(histogram.total());
  if (!(width > 0.0)) return 60;
  return static_cast<int>(std::clamp((high - low) / width, 8.0, 120.0));
}

}  // namespace

std::vector<Point> density_line(const Histogram& histogram, double low, double high) {
  const int intervals = interval_count(histogram, low, high);
  const double width = (high - low) / intervals;
  std::vector<double> share(static_cast<std::size_t>(intervals), 0.0);
  for (std::size_t bin = 0; bin < histogram.count.size(); ++bin) {
    const double from = (histogram.lower[bin] - low) / width;
    const double to = (histogram.upper[bin] - low) / width;
    if (to <= 0.0 || from >= intervals || !(to > from)) continue;
    for (int k = std::max(0, static_cast<int>(from)); k < std::min<double>(intervals, std::ceil(to)); ++k) {
      const double overlap = std::min(to, k + 1.0) - std::max(from, static_cast<double>(k));
      share[static_cast<std::size_t>(k)] += std::max(0.0, overlap) / (to - from) * histogram.count[bin];
    }
  }
  const double unit = histogram.total() * width;
  std::vector<Point> line = {{low, share.front() / unit}};
  for (int k = 0; k < intervals; ++k) {
    line.push_back({low + (k + 0.5) * width, share[static_cast<std::size_t>(k)] / unit});
  }
  line.push_back({high, share.back() / unit});
  return line;
}

Estimate share_below_zero(const Histogram& histogram) {
  const double paths = histogram.total();
  const double share = histogram.share_below(0.0);
  return {share, std::sqrt(share * (1.0 - share) / paths)};
}

}  // namespace hashlease
