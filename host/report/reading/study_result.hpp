#pragma once

/// A result file as the sections of a report are written from it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/keys/configuration.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

/// A distribution as counts in bins.
struct Histogram {
  std::string site;
  std::string quantity;
  std::string period;
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<double> count;

  double total() const;
  /// Share of the values below `value`; inside a bin they count as evenly spread.
  double share_below(double value) const;
};

/// Mining and AI revenue of a site over the horizon: paths in cells, in USD.
struct JointDistribution {
  std::string site;
  std::vector<double> mining_lower;
  std::vector<double> mining_upper;
  std::vector<double> ai_lower;
  std::vector<double> ai_upper;
  std::vector<double> count;
};

/// See results/README.md for the meaning of each table. Groups that a file lacks are empty.
struct StudyResult {
  std::string file;
  std::string title;
  std::string identity;
  std::string program_version;
  std::int64_t format_version = 0;
  std::int64_t seed = 0;
  std::uint64_t paths = 0;
  Configuration configuration;
  std::string configuration_text;

  StudyTables tables;
  std::vector<Histogram> histograms;     // of the tail period and the horizon
  std::vector<JointDistribution> joint;  // of sites with both streams
  std::vector<std::pair<std::string, std::string>> provenance;

  const StudyAxes& axes() const { return tables.axes; }
  /// Null when the file has none.
  const Histogram* find_histogram(std::size_t site, Outcome outcome, std::size_t period) const;
  /// The same of a measure of the whole path.
  const Histogram* find_histogram(const std::string& site, std::string_view quantity) const;
  const JointDistribution* find_joint(std::size_t site) const;
};

/// Reads a result after checking every byte of it. Throws InputError, naming the file, what is wrong with it and what
/// to do, when it is no sound, whole result of a format that this version knows; RunError when reading fails on the
/// way.
StudyResult read_study_result(const std::string& file);

}  // namespace hashlease
