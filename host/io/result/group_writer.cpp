#include "io/result/group_writer.hpp"

#include <fmt/format.h>

#include <sstream>

namespace hashlease {

namespace {

std::vector<std::string> names_in(const std::string& axes) {
  std::istringstream stream(axes);
  std::vector<std::string> names;
  for (std::string name; stream >> name;) names.push_back(name);
  return names;
}

}  // namespace

GroupWriter::GroupWriter(Hdf5Writer& writer, const std::string& name, const std::string& long_name)
    : writer_(writer), group_("/" + name) {
  writer_.create_group(group_);
  writer_.attribute(group_, "long_name", long_name);
}

void GroupWriter::site_axis(const std::string& name, const StudyFrame& frame) {
  lengths_[name] = frame.configuration.site.size();
  write_site_axis(writer_, path(name), frame);
}

void GroupWriter::label_axis(const std::string& name, const std::vector<std::string>& labels,
                             const std::string& meaning) {
  lengths_[name] = labels.size();
  write_labels(name, name, labels, meaning);
}

void GroupWriter::number_axis(const std::string& name, const std::vector<double>& values, const Meaning& meaning) {
  lengths_[name] = values.size();
  write<double>(name, name, values, meaning);
}

void GroupWriter::count_axis(const std::string& name, const std::vector<std::uint64_t>& counts,
                             const std::string& meaning) {
  lengths_[name] = counts.size();
  write_counts(name, name, counts, meaning);
}

void GroupWriter::period_axis(const std::string& name, const StudyFrame& frame, int first, int end) {
  lengths_[name] = static_cast<std::uint64_t>(end - first);
  period_axes_.insert(name);
  write_period_axis(writer_, path(name), frame, first, end);
}

void GroupWriter::bare_axis(const std::string& name, std::uint64_t length) {
  lengths_[name] = length;
  writer_.create_dimension(path(name), length);
}

void GroupWriter::write_counts(const std::string& name, const std::string& axes,
                               const std::vector<std::uint64_t>& counts, const std::string& meaning) {
  write(name, axes, std::vector<std::int64_t>(counts.begin(), counts.end()), {"1", meaning});
}

void GroupWriter::write_flags(const std::string& name, const std::string& axes, const std::vector<std::int8_t>& flags,
                              const std::string& flag_meanings, const std::string& meaning) {
  write(name, axes, flags, {"", meaning});
  std::vector<std::int8_t> values;
  for (std::size_t k = 0; k < names_in(flag_meanings).size(); ++k) values.push_back(static_cast<std::int8_t>(k));
  writer_.attribute(path(name), "flag_values", values);
  attribute(name, "flag_meanings", flag_meanings);
}

void GroupWriter::write_labels(const std::string& name, const std::string& axis, const std::vector<std::string>& labels,
                               const std::string& meaning) {
  writer_.write_strings({path(name), {labels.size()}, {path(axis)}}, labels);
  describe(writer_, path(name), {"", meaning});
}

void GroupWriter::write(const std::string& name, const std::string& axes, const EstimateArray& array,
                        const Meaning& meaning, const std::string& other_ancillaries) {
  const std::string error = name + "_standard_error";
  write(name, axes, array.value, meaning);
  attribute(name, "ancillary_variables", error + other_ancillaries);
  write(error, axes, array.standard_error, {meaning.units, "standard error of the " + meaning.long_name});
}

std::vector<std::string> GroupWriter::paths_of(const std::string& axes) const {
  std::vector<std::string> paths;
  for (const std::string& name : names_in(axes)) paths.push_back(path(name));
  return paths;
}

Shape GroupWriter::lengths_of(const std::string& axes) const {
  Shape lengths;
  for (const std::string& name : names_in(axes)) lengths.push_back(lengths_.at(name));
  return lengths;
}

void GroupWriter::describe_table(const std::string& name, const std::string& axes, const Meaning& meaning) {
  describe(writer_, path(name), meaning);
  for (const std::string& axis : names_in(axes)) {
    if (period_axes_.count(axis) > 0) name_period_coordinates(writer_, path(name), axis);
  }
}

}  // namespace hashlease
