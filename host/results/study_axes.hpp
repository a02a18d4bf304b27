#pragma once

/// The axes that groups of a result file share, and the study that they are of.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/keys/configuration.hpp"
#include "plan/calendar.hpp"
#include "plan/column_layout.hpp"

namespace hashlease {

/// What the groups of a result need to know of its study.
struct StudyFrame {
  explicit StudyFrame(const Configuration& configuration_of_study)
      : configuration(configuration_of_study),
        layout(configuration),
        calendar(configuration.run.start_date, configuration.run.horizon_months) {}
  Configuration configuration;
  ColumnLayout layout;
  Calendar calendar;
};

/// Dates are days since 1970-01-01.
struct Period {
  std::string label;  // "month 1", "year 1", "horizon"
  PeriodKind kind = PeriodKind::horizon;
  std::int64_t start_day = 0;
  std::int64_t end_day = 0;  // the first day after it
};

/// Periods as the arrays that a file holds.
struct PeriodAxis {
  std::vector<std::string> label;
  std::vector<std::int8_t> kind;  // PeriodKind
  std::vector<std::int64_t> start;
  std::vector<std::int64_t> end;

  std::size_t size() const { return label.size(); }
  Period operator[](std::size_t k) const {
    return {label.at(k), static_cast<PeriodKind>(kind.at(k)), start.at(k), end.at(k)};
  }
  Period front() const { return (*this)[0]; }
  Period back() const { return (*this)[size() - 1]; }
};

struct StudyAxes {
  std::vector<std::string> site;
  std::vector<std::string> outcome;    // of the study, in the order of the enum
  PeriodAxis period;                   // months, whole years, the horizon
  PeriodAxis annual_period;            // whole years, the horizon
  PeriodAxis month;                    // months
  PeriodAxis year;                     // whole years
  std::vector<std::string> gpu_class;  // of the market
  std::vector<std::string> entity;     // sites with a treasury or debt
  std::vector<std::int64_t> quarter;   // of the study, from 1
  std::vector<std::int64_t> quarter_start;
  std::vector<std::int64_t> quarter_end;  // the first day after it
  std::vector<std::string> headline;      // outcomes whose extreme paths are kept
  std::vector<double> probability;        // of quantiles

  std::size_t month_count() const;
  std::size_t horizon() const { return period.size() - 1; }
  /// The period that tails are stated for: the last whole year, or the horizon when there is none.
  std::size_t tail_period() const;
  /// Entry of a period among the whole years and the horizon.
  std::size_t annual_index(std::size_t period_index) const { return period_index - month_count(); }
  /// Place of an outcome; none: the study lacks it.
  std::optional<std::size_t> place_of(Outcome of) const;
  std::optional<std::size_t> place_of_site(const std::string& name) const;
  std::optional<std::size_t> place_of_probability(double value) const;
};

StudyAxes study_axes(const StudyFrame& frame);

/// "month 3", "year 1", "horizon".
std::string period_label(const ColumnLayout& layout, int period);

/// Place of a number that is written in decimals; none when it is not there.
std::optional<std::size_t> place_of_number(const std::vector<double>& numbers, double number);

}  // namespace hashlease
