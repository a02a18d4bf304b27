#include "plan/column_layout.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "config/keys/entity.hpp"
#include "config/keys/study_outcomes.hpp"

namespace hashlease {

namespace {

Outcome outcome_named(std::string_view name) {
  const auto found = std::find(kOutcomeNames.begin(), kOutcomeNames.end(), name);
  return static_cast<Outcome>(found - kOutcomeNames.begin());
}

/// Which machines a site has, itself or through a blend.
struct Machines {
  bool mining = false;
  bool gpus = false;
};

Machines machines_of(const Configuration& configuration, const SiteConfiguration& site) {
  Machines machines{!site.asic.empty(), !site.gpu.empty()};
  for (const auto& [name, share] : site.blend) {
    for (const SiteConfiguration& part : configuration.site) {
      if (part.name != name || !(share > 0.0)) continue;
      machines.mining = machines.mining || !part.asic.empty();
      machines.gpus = machines.gpus || !part.gpu.empty();
    }
  }
  return machines;
}

}  // namespace

ColumnLayout::ColumnLayout(const Configuration& configuration)
    : site_count_(static_cast<int>(configuration.site.size())),
      month_count_(static_cast<int>(configuration.run.horizon_months)),
      gpu_class_count_(static_cast<int>(configuration.market.gpu.size())),
      has_market_columns_(configuration.run.market_distribution),
      tail_paths_(configuration.run.tail_paths),
      outcomes_(study_outcomes(configuration)),
      monthly_distribution_(kOutcomeCount, false) {
  outcome_index_.fill(-1);
  for (std::size_t k = 0; k < outcomes_.size(); ++k) {
    outcome_index_[static_cast<std::size_t>(outcomes_[k])] = static_cast<int>(k);
  }
  for (int site = 0; site < site_count_; ++site) {
    if (entity_of(configuration, configuration.site[static_cast<std::size_t>(site)]).is_kept)
      entity_sites_.push_back(site);
  }
  for (int number = 0; number < kPathMeasureCount; ++number) {
    const std::vector<std::string>& asked = configuration.run.path_measures;
    const bool is_asked =
        std::find(asked.begin(), asked.end(), kPathMeasures[static_cast<std::size_t>(number)].name) != asked.end();
    if (number < kCommonPathMeasureCount || is_asked) path_measures_.push_back(static_cast<PathMeasure>(number));
  }
  for (const std::string& name : configuration.run.monthly_distribution) {
    monthly_distribution_[static_cast<std::size_t>(outcome_named(name))] = true;
  }
  choose_headlines();
  choose_kept(configuration);
  follow_columns(configuration);
}

void ColumnLayout::choose_headlines() {
  for (int site = 0; site < site_count_; ++site) {
    headline_columns_.push_back(column(site, Outcome::revenue, horizon_period()));
    headline_columns_.push_back(column(site, Outcome::cash_flow, horizon_period()));
    correlated_columns_.emplace_back(column(site, Outcome::mining_revenue, horizon_period()),
                                     column(site, Outcome::ai_revenue, horizon_period()));
  }
  for (int a = 0; site_count_ <= kMaxCorrelatedSites && a < site_count_; ++a) {
    for (int b = a + 1; b < site_count_; ++b) {
      correlated_columns_.emplace_back(column(a, Outcome::revenue, horizon_period()),
                                       column(b, Outcome::revenue, horizon_period()));
    }
  }
}

void ColumnLayout::choose_kept(const Configuration& configuration) {
  for (const std::string& name : configuration.run.keep_paths) {
    const Outcome outcome = outcome_named(std::string_view(name).substr(std::string_view("annual_").size()));
    if (outcome_index(outcome) < 0) continue;  // which the checks of a configuration refuse
    kept_outcomes_.push_back(outcome);
    for (int site = 0; site < site_count_; ++site) {
      for (int year = 0; year < year_count(); ++year)
        kept_columns_.push_back(column(site, outcome, month_count_ + year));
    }
  }
}

void ColumnLayout::follow_columns(const Configuration& configuration) {
  for (int site = 0; site < site_count_; ++site) {
    followed_columns_.push_back(convergence_column(site));
    const Machines machines = machines_of(configuration, configuration.site[static_cast<std::size_t>(site)]);
    if (!machines.mining || !machines.gpus) continue;
    joint_pairs_.push_back({site, column(site, Outcome::mining_revenue, horizon_period()),
                            column(site, Outcome::ai_revenue, horizon_period())});
    followed_columns_.push_back(joint_pairs_.back().mining_column);
    followed_columns_.push_back(joint_pairs_.back().ai_column);
  }
  std::sort(followed_columns_.begin(), followed_columns_.end());
}

int ColumnLayout::path_measure_place(PathMeasure measure) const {
  const auto found = std::find(path_measures_.begin(), path_measures_.end(), measure);
  return found == path_measures_.end() ? -1 : static_cast<int>(found - path_measures_.begin());
}

PeriodKind ColumnLayout::period_kind(int period) const {
  if (period < month_count_) return PeriodKind::month;
  return period < horizon_period() ? PeriodKind::year : PeriodKind::horizon;
}

bool ColumnLayout::has_distribution(int column) const {
  if (column >= first_survival_column()) return true;
  if (column >= outcome_column_count()) {
    return row_of(path_measure_of(column)).has_distribution;
  }
  const int period = column % period_count();
  return period >= month_count_ || monthly_distribution_[static_cast<std::size_t>(outcome_of(column))];
}

}  // namespace hashlease
