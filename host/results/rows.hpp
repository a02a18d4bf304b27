#pragma once

/// How the rows of a result group are written down; used by the files that define groups only.
///
///     Rows<StudyTables, &StudyTables::risk> rows("risk", "measures of every outcome");
///     rows.estimate<&RiskTables::mean>("mean", "site outcome period", "USD", since(1), "mean over paths");
///
/// A member pointer stands for writer and reader; what kind of quantity it is decides on the datasets beside it.

#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/member_of.hpp"
#include "results/quantity.hpp"
#include "results/study_axes.hpp"
#include "stats/measures/measures.hpp"
#include "stats/measures/probability.hpp"

namespace hashlease {

/// Format version that brought a quantity.
struct Since {
  std::int64_t version = 1;
};
constexpr Since since(std::int64_t version) { return {version}; }

/// What every row says of itself.
struct Description {
  std::string name;
  std::string axes;
  std::string units;
  Since since;
  std::string meaning;
};

/// Finds a field in the struct that all groups of a file stand in.
template <class Field>
using Reach = std::function<Field&(void* root)>;

/// The rows of a group without their place in a struct: what the kinds of quantities are made of.
class RowList {
 public:
  RowList(const std::string& name, const std::string& meaning);

  /// Heading of its section on the page, and what a reader has to know.
  void page(const std::string& title, const std::string& notes);
  void group_presence(const std::string& text) { group_.presence = text; }
  void group_attribute(const std::string& key, std::function<std::string(const void*)> text) {
    group_.attributes.emplace_back(key, std::move(text));
  }

  // Of the rows added last, with those that their kind adds beside them.
  RowList& cell_methods(const std::string& text) { return attribute("cell_methods", text); }
  RowList& comment(const std::string& text) { return attribute("comment", text); }
  RowList& attribute(const std::string& key, const std::string& text);  // of the first of them
  /// Names one more dataset that says something about the quantity.
  RowList& ancillary(const std::string& name);
  /// What the quantity was called before kRenamedSince.
  RowList& formerly(const std::string& name);
  RowList& only(const std::string& presence, std::function<bool(const void*)> present = {});
  /// They are there where their data are.
  RowList& only_if_kept(const std::string& presence);

  /// A dataset that its group's own code writes.
  RowList& stored(const Description& description, StoredType type);
  RowList& add(const Description& description, StoredType type, std::function<DataPointer(void*)> data);
  RowList& add_estimate(const Description& description, const Reach<EstimateArray>& reach);
  RowList& add_quantile(const Description& description, const Reach<QuantileArray>& reach);
  RowList& add_probability(const Description& description, const Reach<ProbabilityArray>& reach);
  RowList& add_flags(const Description& description, const std::string& flag_meanings,
                     const Reach<std::vector<std::int8_t>>& reach);

  /// An axis with values: that of `scale`, whose only axis is itself.
  RowList& axis(const Description& scale, StoredType type, std::function<DataPointer(void*)> data);
  RowList& add_period_axis(const std::string& name, Since version, const Reach<PeriodAxis>& reach);
  /// Says when the axis added last is there, and so what stands over it.
  RowList& axis_only(const std::string& presence);
  /// An axis without values. `length` is null where the group's own code says it.
  RowList& bare_axis(const std::string& name, Since version, const std::string& meaning,
                     std::function<std::uint64_t(const void*)> length = {});
  /// A dataset along the axis added last that what stands over it names as a coordinate.
  RowList& companion(const Description& description, StoredType type, std::function<DataPointer(void*)> data);

  ResultGroup take() { return std::move(group_); }

 protected:
  RowList& begin(QuantityRow row);
  QuantityRow& beside(const std::string& suffix, StoredType type, const std::string& meaning);

  ResultGroup group_;
  std::size_t first_ = 0;  // of the rows added last
};

/// Rows over the members of a group's struct, or of the axes, inside a Root.
template <class Root, auto kGroup>
class Rows : public RowList {
 public:
  using Group = typename MemberOf<decltype(kGroup)>::Field;
  using RowList::RowList;

  static const Group& group_of(const void* root) { return static_cast<const Root*>(root)->*kGroup; }

  template <auto kMember>
  static auto& reach(void* root) {
    using Owner = typename MemberOf<decltype(kMember)>::Owner;
    auto& tables = *static_cast<Root*>(root);
    if constexpr (std::is_same_v<Owner, Group>) {
      return (tables.*kGroup).*kMember;
    } else {
      return tables.axes.*kMember;
    }
  }
  template <auto kMember>
  static DataPointer data(void* root) {
    return &reach<kMember>(root);
  }
  /// The group's struct, for fields that a member pointer does not name.
  template <class Field, class Find>
  static Reach<Field> found_by(Find find) {
    return [find](void* root) -> Field& { return find(static_cast<Root*>(root)->*kGroup); };
  }

  template <auto kMember>
  RowList& estimate(const std::string& name, const std::string& axes, const std::string& units, Since version,
                    const std::string& meaning) {
    return add_estimate({name, axes, units, version, meaning}, reach<kMember>);
  }
  template <auto kMember>
  RowList& quantile(const std::string& name, const std::string& axes, const std::string& units, Since version,
                    const std::string& meaning) {
    return add_quantile({name, axes, units, version, meaning}, reach<kMember>);
  }
  template <auto kMember>
  RowList& probability(const std::string& name, const std::string& axes, Since version, const std::string& meaning) {
    return add_probability({name, axes, "1", version, meaning}, reach<kMember>);
  }
  /// Plain numbers; their type in the file is that of the member, counts as int64.
  template <auto kMember>
  RowList& numbers(const std::string& name, const std::string& axes, const std::string& units, Since version,
                   const std::string& meaning) {
    return add({name, axes, units, version, meaning}, stored_type<kMember>(), data<kMember>);
  }
  template <auto kMember>
  RowList& counts(const std::string& name, const std::string& axes, Since version, const std::string& meaning) {
    return numbers<kMember>(name, axes, "1", version, meaning);
  }
  template <auto kMember>
  RowList& flags(const std::string& name, const std::string& axes, const std::string& flag_meanings, Since version,
                 const std::string& meaning) {
    return add_flags({name, axes, "", version, meaning}, flag_meanings, reach<kMember>);
  }
  template <auto kMember>
  RowList& labels(const std::string& name, const std::string& axes, Since version, const std::string& meaning) {
    return numbers<kMember>(name, axes, "", version, meaning);
  }

  template <auto kMember>
  RowList& label_axis(const std::string& name, Since version, const std::string& meaning) {
    return axis({name, name, "", version, meaning}, StoredType::text, data<kMember>);
  }
  template <auto kMember>
  RowList& number_axis(const std::string& name, const std::string& units, Since version, const std::string& meaning) {
    return axis({name, name, units, version, meaning}, stored_type<kMember>(), data<kMember>);
  }
  /// Labels, kind and dates of periods.
  template <auto kMember>
  RowList& period_axis(const std::string& name, Since version) {
    return add_period_axis(name, version, reach<kMember>);
  }
  /// Present where the group's struct says so.
  template <class Present>
  void present_when(const std::string& text, Present present) {
    group_.presence = text;
    group_.present = [present](const void* root) { return present(group_of(root)); };
  }

 private:
  template <auto kMember>
  static constexpr StoredType stored_type() {
    using Value = typename MemberOf<decltype(kMember)>::Field::value_type;
    if constexpr (std::is_same_v<Value, double>) return StoredType::float64;
    if constexpr (std::is_same_v<Value, float>) return StoredType::float32;
    if constexpr (std::is_same_v<Value, std::int32_t>) return StoredType::int32;
    if constexpr (std::is_same_v<Value, std::int8_t>) return StoredType::int8;
    if constexpr (std::is_same_v<Value, std::string>) return StoredType::text;
    return StoredType::int64;
  }
};

}  // namespace hashlease
