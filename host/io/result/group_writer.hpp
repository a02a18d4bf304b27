#pragma once

/// Writes tables over named axes into one group of a result: axes first, then variables, each with its meaning, its
/// standard error and the coordinates of its periods.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/hdf5/hdf5_file.hpp"
#include "io/result/result_groups.hpp"
#include "stats/measures/study_totals.hpp"

namespace hashlease {

class GroupWriter {
 public:
  /// Creates "/name".
  GroupWriter(Hdf5Writer& writer, const std::string& name, const std::string& long_name);

  // Axes.
  void site_axis(const std::string& name, const StudyFrame& frame);
  void label_axis(const std::string& name, const std::vector<std::string>& labels, const std::string& meaning);
  void number_axis(const std::string& name, const std::vector<double>& values, const Meaning& meaning);
  void count_axis(const std::string& name, const std::vector<std::uint64_t>& counts, const std::string& meaning);
  /// Of periods [first, end), with kind and dates beside it.
  void period_axis(const std::string& name, const StudyFrame& frame, int first, int end);
  /// Without coordinate values, of at least 1.
  void bare_axis(const std::string& name, std::uint64_t length);

  /// A table over axes such as "site outcome period".
  template <class T>
  void write(const std::string& name, const std::string& axes, const std::vector<T>& values, const Meaning& meaning) {
    writer_.write<T>({path(name), lengths_of(axes), paths_of(axes)}, values);
    describe_table(name, axes, meaning);
  }
  void write_counts(const std::string& name, const std::string& axes, const std::vector<std::uint64_t>& counts,
                    const std::string& meaning);
  /// Flags 0, 1, ... with their meanings.
  void write_flags(const std::string& name, const std::string& axes, const std::vector<std::int8_t>& flags,
                   const std::string& flag_meanings, const std::string& meaning);
  void write_labels(const std::string& name, const std::string& axis, const std::vector<std::string>& labels,
                    const std::string& meaning);
  /// A measure and its standard error.
  void write(const std::string& name, const std::string& axes, const EstimateArray& array, const Meaning& meaning,
             const std::string& other_ancillaries = "");
  void attribute(const std::string& name, const std::string& key, const std::string& text) {
    writer_.attribute(path(name), key, text);
  }
  void cell_methods(const std::string& name, const std::string& methods) { attribute(name, "cell_methods", methods); }

 private:
  std::string path(const std::string& name) const { return group_ + "/" + name; }
  std::vector<std::string> paths_of(const std::string& axes) const;
  Shape lengths_of(const std::string& axes) const;
  void describe_table(const std::string& name, const std::string& axes, const Meaning& meaning);

  Hdf5Writer& writer_;
  std::string group_;
  std::map<std::string, std::uint64_t> lengths_;
  std::set<std::string> period_axes_;
};

}  // namespace hashlease
