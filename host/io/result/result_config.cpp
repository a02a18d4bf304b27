#include "config/keys/parameters.hpp"
#include "io/groups/group_output.hpp"
#include "io/parts/study_identity.hpp"
#include "io/result/stored_groups.hpp"
#include "plan/calendar.hpp"
#include "results/groups.hpp"

namespace hashlease {

namespace {

constexpr const char* kGroup = "/config";

/// Writes a value of any kind as an attribute of /config.
struct AttributeWriter {
  Hdf5Writer& writer;
  const std::string& name;

  void operator()(bool value) const {
    writer.attribute(kGroup, name, std::vector<std::int8_t>{static_cast<std::int8_t>(value ? 1 : 0)});
  }
  void operator()(std::int64_t value) const { writer.attribute(kGroup, name, value); }
  void operator()(double value) const { writer.attribute(kGroup, name, value); }
  void operator()(const std::string& value) const { writer.attribute(kGroup, name, value); }
  void operator()(const Date& value) const { writer.attribute(kGroup, name, to_string(value)); }
  void operator()(const std::map<std::string, double>& values) const {
    for (const auto& [key, value] : values) writer.attribute(kGroup, name + "." + key, value);
  }
  // An empty list has no type that every reader of netCDF-4 knows, so it is the text of one.
  void operator()(const std::vector<double>& values) const {
    if (values.empty()) return (*this)(std::string("[]"));
    writer.attribute(kGroup, name, values);
  }
  void operator()(const std::vector<std::string>& values) const {
    if (values.empty()) return (*this)(std::string("[]"));
    writer.attribute(kGroup, name, values);
  }
};

}  // namespace

void write_config(Hdf5Writer& writer, const Configuration& configuration) {
  Configuration study = configuration;
  study.run.backend = BackendKind::automatic;  // see identity_text
  const ResultGroup group = config_group();
  GroupOutput(writer, group).write_text("toml", identity_text(study));
  for_each_value(study, [&](const std::string& path, const Parameter& row, const Value& value) {
    std::visit(AttributeWriter{writer, path}, value);
    if (!row.unit.empty()) writer.attribute(kGroup, path + ".units", std::string(row.unit));
  });
}

}  // namespace hashlease
