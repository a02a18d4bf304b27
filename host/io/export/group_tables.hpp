#pragma once

/// A group of a result as tables: variables of the same axes side by side, a row for each combination of coordinates.
/// Works on the conventions of the file (netCDF-4, CF) and knows no group by name.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

/// A dataset of the group.
struct GroupVariable {
  std::string name;
  std::string path;
  std::vector<std::string> axes;
  Shape shape;
  std::optional<ElementType> type;          // none: strings
  std::string units;                        // "" when it has none
  std::string meaning;                      // long_name
  std::optional<std::int64_t> date_origin;  // dates: days from 1970-01-01 to the day they count from
  std::vector<std::string> flag_meanings;   // flags: meaning of 0, 1, ...
  std::vector<std::string> ancillary;       // names of variables that qualify this one: standard error, interval
};

/// An axis with what labels its entries.
struct GroupAxis {
  std::string name;
  std::uint64_t length = 0;
  std::int64_t first_index = 0;                // of its first entry, where no dataset has its coordinates
  std::optional<GroupVariable> coordinate;     // the dataset of the axis' name
  std::vector<GroupVariable> labels;           // more that is said of each entry: dates and kind of a period
  std::optional<GroupVariable> entries_count;  // ragged arrays: how many entries each row of `owner` has here
  std::string owner;                           // ragged arrays: the axis whose rows own the entries
};

struct GroupTable {
  std::string name;  // its axes, joined with commas
  std::vector<std::string> axes;
  Shape shape;
  std::vector<GroupVariable> variables;
};

struct GroupLayout {
  std::string group;  // without '/'
  std::vector<GroupAxis> axes;
  std::vector<GroupTable> tables;     // in the order of their first variable
  std::vector<GroupVariable> single;  // variables without axes
};

/// Names of the groups of a result.
std::vector<std::string> group_names(const Hdf5Reader& reader);

/// Throws InputError, naming the groups that are there, when `group` is none of them.
GroupLayout read_group_layout(const Hdf5Reader& reader, const std::string& group);

/// The axis of a layout. Throws RunError.
const GroupAxis& axis_of(const GroupLayout& layout, const std::string& name);

}  // namespace hashlease
