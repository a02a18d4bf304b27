#pragma once

/// How rows and sections of the table are written down; used by parameters_*.cpp only.

#include <array>
#include <type_traits>
#include <utility>

#include "base/member_of.hpp"
#include "config/keys/parameters.hpp"
#include "vocabulary/capacities.hpp"

namespace hashlease {

template <std::size_t kCount>
using Words = std::array<std::string_view, kCount>;
/// The words of an enum in the order of its values.
template <class Enum>
inline constexpr Words<0> kWords{};
template <>
inline constexpr Words<2> kWords<StepKind>{"daily", "weekly"};
template <>
inline constexpr Words<3> kWords<BackendKind>{"auto", "cpu", "cuda"};
template <>
inline constexpr auto kWords<BtcModel> = kBtcModelNames;
template <>
inline constexpr Words<2> kWords<Copula>{"gaussian", "student_t"};
template <>
inline constexpr Words<2> kWords<TailRule>{"none", "pareto"};
template <>
inline constexpr Words<2> kWords<LossReference>{"mean", "zero"};

template <class Field>
constexpr ValueKind kind_of() {
  if constexpr (std::is_enum_v<Field>) return ValueKind::word;
  if constexpr (std::is_same_v<Field, bool>) return ValueKind::boolean;
  if constexpr (std::is_same_v<Field, std::int64_t> || std::is_same_v<Field, std::uint64_t>) return ValueKind::integer;
  if constexpr (std::is_same_v<Field, double>) return ValueKind::number;
  if constexpr (std::is_same_v<Field, std::string>) return ValueKind::text;
  if constexpr (std::is_same_v<Field, Date>) return ValueKind::date;
  if constexpr (std::is_same_v<Field, std::vector<double>>) return ValueKind::numbers;
  if constexpr (std::is_same_v<Field, std::vector<std::string>>) return ValueKind::texts;
  return ValueKind::number_map;
}

template <class Field>
Value to_value(const Field& field) {
  if constexpr (std::is_enum_v<Field>) {
    return std::string(kWords<Field>.at(static_cast<std::size_t>(field)));
  } else if constexpr (std::is_same_v<Field, std::uint64_t>) {
    return static_cast<std::int64_t>(field);
  } else {
    return field;
  }
}

template <class Field>
void from_value(Field& field, const Value& value) {
  if constexpr (std::is_enum_v<Field>) {
    const auto& word = std::get<std::string>(value);
    for (std::size_t i = 0; i < kWords<Field>.size(); ++i) {
      if (kWords<Field>[i] == word) field = static_cast<Field>(i);
    }
  } else if constexpr (std::is_same_v<Field, std::uint64_t>) {
    field = static_cast<std::uint64_t>(std::get<std::int64_t>(value));
  } else {
    field = std::get<Field>(value);
  }
}

/// A row's default, written as a plain value; `kRequired` for none. The constructors are out of line because g++ 12
/// sees uninitialised members in variants that it inlines.
struct Fallback {
  std::shared_ptr<const Value> value;
  Fallback() = default;
  Fallback(bool boolean);                              // NOLINT(google-explicit-constructor): rows read better so
  Fallback(int integer);                               // NOLINT(google-explicit-constructor)
  Fallback(double number);                             // NOLINT(google-explicit-constructor)
  Fallback(const char* text);                          // NOLINT(google-explicit-constructor)
  Fallback(const std::vector<double>& numbers);        // NOLINT(google-explicit-constructor)
  Fallback(const std::vector<std::string>& texts);     // NOLINT(google-explicit-constructor)
  Fallback(const std::map<std::string, double>& map);  // NOLINT(google-explicit-constructor)
};
inline const Fallback kRequired;
inline constexpr Bounds kNoBounds;

/// `low` to `high`, both allowed.
constexpr Bounds between(double low, double high) { return {low, high, false, false}; }
/// Above `low`, at most `high`.
constexpr Bounds above(double low, double high) { return {low, high, true, false}; }
/// At least `low`, below `high`.
constexpr Bounds below(double low, double high) { return {low, high, false, true}; }
/// Between `low` and `high`, neither allowed.
constexpr Bounds inside(double low, double high) { return {low, high, true, true}; }

/// None to `most` entries of a list.
constexpr Length at_most(int most) { return {0, static_cast<std::size_t>(most)}; }

/// Rows of several lists as one.
inline std::vector<Parameter> joined_rows(std::vector<std::vector<Parameter>> lists) {
  std::vector<Parameter> rows;
  for (std::vector<Parameter>& list : lists) {
    for (Parameter& row : list) rows.push_back(std::move(row));
  }
  return rows;
}

/// Limits a list to 1 to kMaxPhases numbers.
inline Parameter phase_row(Parameter row) {
  row.length = {1, static_cast<std::size_t>(kMaxPhases)};
  return row;
}

/// A row over a member.
template <auto kMember>
Parameter row(std::string_view key, std::string_view unit, Bounds bounds, const Fallback& fallback,
              std::string_view meaning) {
  using Owner = typename MemberOf<decltype(kMember)>::Owner;
  using Field = typename MemberOf<decltype(kMember)>::Field;
  Parameter parameter;
  parameter.key = key;
  parameter.kind = kind_of<Field>();
  parameter.unit = unit;
  parameter.bounds = bounds;
  parameter.fallback = fallback.value;
  parameter.meaning = meaning;
  if constexpr (std::is_enum_v<Field>) parameter.words.assign(kWords<Field>.begin(), kWords<Field>.end());
  parameter.get = [](const void* section) { return to_value(static_cast<const Owner*>(section)->*kMember); };
  parameter.set = [](void* section, const Value& value) { from_value(static_cast<Owner*>(section)->*kMember, value); };
  return parameter;
}

/// A [table] over a member struct.
template <auto kMember>
Section table(std::string_view key, std::string_view meaning, std::vector<Parameter> parameters,
              std::vector<Section> sections = {}) {
  using Owner = typename MemberOf<decltype(kMember)>::Owner;
  using Struct = typename MemberOf<decltype(kMember)>::Field;
  Section section;
  section.type = typeid(Struct);
  section.key = key;
  section.meaning = meaning;
  if constexpr (requires(Struct object) { object.is_present; }) {
    section.presence = [](void* object) -> bool& { return static_cast<Struct*>(object)->is_present; };
  }
  section.parameters = std::move(parameters);
  section.sections = std::move(sections);
  section.size = [](const void*) -> std::size_t { return 1; };
  section.at = [](const void* parent, std::size_t) -> const void* {
    return &(static_cast<const Owner*>(parent)->*kMember);
  };
  section.add = [](void* parent) -> void* { return &(static_cast<Owner*>(parent)->*kMember); };
  return section;
}

/// An [[array of tables]] over a member vector of structs.
template <auto kMember>
Section tables(std::string_view key, std::string_view name_key, Length count, std::string_view meaning,
               std::vector<Parameter> parameters, std::vector<Section> sections = {}) {
  using Owner = typename MemberOf<decltype(kMember)>::Owner;
  Section section;
  section.type = typeid(typename MemberOf<decltype(kMember)>::Field::value_type);
  section.key = key;
  section.meaning = meaning;
  section.repeated = true;
  section.name_key = name_key;
  section.count = count;
  section.parameters = std::move(parameters);
  section.sections = std::move(sections);
  section.size = [](const void* parent) -> std::size_t { return (static_cast<const Owner*>(parent)->*kMember).size(); };
  section.at = [](const void* parent, std::size_t index) -> const void* {
    return &(static_cast<const Owner*>(parent)->*kMember)[index];
  };
  section.add = [](void* parent) -> void* { return &(static_cast<Owner*>(parent)->*kMember).emplace_back(); };
  return section;
}

}  // namespace hashlease
