#include "results/rows.hpp"

#include <stdexcept>

namespace hashlease {

namespace {

constexpr const char* kDays = "days since 1970-01-01";

QuantityRow row_of(const Description& description, StoredType type, std::function<DataPointer(void*)> data) {
  QuantityRow row;
  row.name = description.name;
  row.axes = description.axes;
  row.type = type;
  row.units = description.units;
  row.meaning = description.meaning;
  row.since = description.since.version;
  row.data = std::move(data);
  if (row.units == kDays) row.attributes.emplace_back("calendar", "proleptic_gregorian");
  return row;
}

void set_flags(QuantityRow& row, const std::string& meanings) {
  const std::size_t count = words_of(meanings).size();
  for (std::size_t k = 0; k < count; ++k) row.flag_values.push_back(static_cast<std::int8_t>(k));
  row.attributes.emplace_back("flag_meanings", meanings);
}

}  // namespace

RowList::RowList(const std::string& name, const std::string& meaning) {
  group_.name = name;
  group_.meaning = meaning;
  group_.presence = "always";
}

void RowList::page(const std::string& title, const std::string& notes) {
  group_.title = title;
  group_.notes = notes;
}

RowList& RowList::attribute(const std::string& key, const std::string& text) {
  group_.quantities.at(first_).attributes.emplace_back(key, text);
  return *this;
}

RowList& RowList::ancillary(const std::string& name) {
  for (auto& [key, text] : group_.quantities.at(first_).attributes) {
    if (key != "ancillary_variables") continue;
    text += " " + name;
    return *this;
  }
  throw std::logic_error(group_.quantities[first_].name + " names nothing beside it");
}

RowList& RowList::formerly(const std::string& name) {
  const std::size_t length = group_.quantities.at(first_).name.size();
  for (std::size_t k = first_; k < group_.quantities.size(); ++k) {
    group_.quantities[k].former_name = name + group_.quantities[k].name.substr(length);
  }
  return *this;
}

RowList& RowList::only(const std::string& presence, std::function<bool(const void*)> present) {
  for (std::size_t k = first_; k < group_.quantities.size(); ++k) {
    group_.quantities[k].presence = presence;
    group_.quantities[k].present = present;
  }
  return *this;
}

RowList& RowList::only_if_kept(const std::string& presence) {
  for (std::size_t k = first_; k < group_.quantities.size(); ++k) {
    QuantityRow& row = group_.quantities[k];
    row.presence = presence;
    row.present = [data = row.data](const void* root) { return size_of(data(const_cast<void*>(root))) > 0; };
  }
  return *this;
}

RowList& RowList::begin(QuantityRow row) {
  first_ = group_.quantities.size();
  group_.quantities.push_back(std::move(row));
  return *this;
}

/// A further dataset of the quantity added last, named after it.
QuantityRow& RowList::beside(const std::string& suffix, StoredType type, const std::string& meaning) {
  const QuantityRow& main = group_.quantities[first_];
  QuantityRow row;
  row.name = main.name + suffix;
  row.axes = main.axes;
  row.type = type;
  row.units = type == StoredType::int8 ? "" : main.units;
  row.meaning = meaning;
  row.since = main.since;
  row.beside = main.name;
  group_.quantities.push_back(std::move(row));
  return group_.quantities.back();
}

RowList& RowList::stored(const Description& description, StoredType type) {
  return begin(row_of(description, type, {}));
}

RowList& RowList::add(const Description& description, StoredType type, std::function<DataPointer(void*)> data) {
  return begin(row_of(description, type, std::move(data)));
}

RowList& RowList::add_estimate(const Description& description, const Reach<EstimateArray>& reach) {
  begin(row_of(description, StoredType::float64, [reach](void* root) -> DataPointer { return &reach(root).value; }));
  group_.quantities[first_].shape = [reach](void* root) { return &reach(root).shape; };
  beside("_standard_error", StoredType::float64, "standard error of the " + description.meaning).data =
      [reach](void* root) -> DataPointer { return &reach(root).standard_error; };
  return attribute("ancillary_variables", description.name + "_standard_error");
}

RowList& RowList::add_quantile(const Description& description, const Reach<QuantileArray>& reach) {
  add_estimate(description, [reach](void* root) -> EstimateArray& { return reach(root).estimate; });
  beside("_ci_low", StoredType::float64, "lower end of the 95 % interval of the quantile").data =
      [reach](void* root) -> DataPointer { return &reach(root).ci_low; };
  beside("_ci_high", StoredType::float64, "upper end of the 95 % interval of the quantile").data =
      [reach](void* root) -> DataPointer { return &reach(root).ci_high; };
  QuantityRow& exact = beside("_exact", StoredType::int8, "whether the quantile is an exact order statistic");
  exact.data = [reach](void* root) -> DataPointer { return &reach(root).exact; };
  set_flags(exact, "from_histogram exact");
  for (const char* suffix : {"_ci_low", "_ci_high", "_exact"}) ancillary(description.name + suffix);
  return *this;
}

RowList& RowList::add_probability(const Description& description, const Reach<ProbabilityArray>& reach) {
  add_estimate(description, [reach](void* root) -> EstimateArray& { return reach(root).share; });
  beside("_ci_low", StoredType::float64, "lower end of the 95 % interval of the " + description.meaning).data =
      [reach](void* root) -> DataPointer { return &reach(root).ci_low; };
  beside("_ci_high", StoredType::float64, "upper end of the 95 % interval of the " + description.meaning).data =
      [reach](void* root) -> DataPointer { return &reach(root).ci_high; };
  for (const char* suffix : {"_ci_low", "_ci_high"}) ancillary(description.name + suffix);
  return *this;
}

RowList& RowList::add_flags(const Description& description, const std::string& flag_meanings,
                            const Reach<std::vector<std::int8_t>>& reach) {
  add(description, StoredType::int8, [reach](void* root) -> DataPointer { return &reach(root); });
  set_flags(group_.quantities[first_], flag_meanings);
  return *this;
}

RowList& RowList::axis(const Description& scale, StoredType type, std::function<DataPointer(void*)> data) {
  group_.axes.push_back({row_of(scale, type, std::move(data)), {}, {}});
  return *this;
}

RowList& RowList::axis_only(const std::string& presence) {
  group_.axes.back().scale.presence = presence;
  return *this;
}

RowList& RowList::bare_axis(const std::string& name, Since version, const std::string& meaning,
                            std::function<std::uint64_t(const void*)> length) {
  group_.axes.push_back({row_of({name, name, "", version, meaning}, StoredType::dimension, {}), {}, std::move(length)});
  return *this;
}

RowList& RowList::companion(const Description& description, StoredType type, std::function<DataPointer(void*)> data) {
  group_.axes.back().companions.push_back(row_of(description, type, std::move(data)));
  return *this;
}

RowList& RowList::add_period_axis(const std::string& name, Since version, const Reach<PeriodAxis>& reach) {
  axis({name, name, "", version, "period of the study"}, StoredType::text,
       [reach](void* root) -> DataPointer { return &reach(root).label; });
  companion({name + "_kind", name, "", version, "kind of period"}, StoredType::int8,
            [reach](void* root) -> DataPointer { return &reach(root).kind; });
  set_flags(group_.axes.back().companions.back(), "month year horizon");
  companion({name + "_start", name, kDays, version, "first day of the period"}, StoredType::int64,
            [reach](void* root) -> DataPointer { return &reach(root).start; });
  companion({name + "_end", name, kDays, version, "first day after the period"}, StoredType::int64,
            [reach](void* root) -> DataPointer { return &reach(root).end; });
  return *this;
}

}  // namespace hashlease
