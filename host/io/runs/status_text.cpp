#include "io/runs/status_text.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "config/reading/reader.hpp"

namespace hashlease {

namespace {

using Json = nlohmann::json;

std::vector<double> numbers_from(const Json& json) {
  std::vector<double> numbers;
  for (const Json& number : json) {
    numbers.push_back(number.is_null() ? std::numeric_limits<double>::quiet_NaN() : number.get<double>());
  }
  return numbers;
}

Json to_json(const PathRange& range) { return {range.first, range.count}; }

PathRange range_from(const Json& json) { return {json.at(0).get<std::uint64_t>(), json.at(1).get<std::uint64_t>()}; }

}  // namespace

std::string text_of(const StudyStatus& status) {
  Json json = {{"stage", status.stage},
               {"hash", status.study.hash},
               {"title", status.study.title},
               {"program_version", status.study.program_version},
               {"study_paths", status.study.paths},
               {"configuration", identity_text(status.configuration)},
               {"range", to_json(status.range)},
               {"paths_done", status.paths_done},
               {"missing", Json::array()},
               {"estimate_paths", status.estimates.paths},
               {"value", status.estimates.annual_revenue.value},
               {"standard_error", status.estimates.annual_revenue.standard_error},
               {"notices", status.notices}};
  for (const PathRange& range : status.missing) json["missing"].push_back(to_json(range));
  // Names of files are any bytes.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

StudyStatus status_from(const std::string& text) {
  const Json json = Json::parse(text);
  StudyStatus status;
  status.stage = json.at("stage").get<StudyStage>();
  status.study.hash = json.at("hash").get<std::string>();
  status.study.title = json.at("title").get<std::string>();
  status.study.program_version = json.at("program_version").get<std::string>();
  status.study.paths = json.at("study_paths").get<std::uint64_t>();
  status.configuration = read_configuration_text(json.at("configuration").get<std::string>());
  status.range = range_from(json.at("range"));
  status.paths_done = json.at("paths_done").get<std::uint64_t>();
  for (const Json& range : json.at("missing")) status.missing.push_back(range_from(range));
  status.estimates.paths = json.at("estimate_paths").get<std::uint64_t>();
  status.estimates.annual_revenue.value = numbers_from(json.at("value"));
  status.estimates.annual_revenue.standard_error = numbers_from(json.at("standard_error"));
  status.notices = json.at("notices").get<std::vector<std::string>>();
  return status;
}

}  // namespace hashlease
