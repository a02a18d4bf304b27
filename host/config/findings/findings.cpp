#include "config/findings/findings.hpp"

#include <algorithm>

namespace hashlease {
namespace {

bool is_within(const std::string& path, const std::string& outer) {
  return path.size() > outer.size() && path.compare(0, outer.size(), outer) == 0 && path[outer.size()] == '.';
}

}  // namespace

Place Findings::place_of(std::string path) const {
  while (true) {
    const auto found = places_.find(path);
    if (found != places_.end()) return found->second;
    if (path.empty()) return {};
    const std::size_t dot = path.rfind('.');
    path.resize(dot == std::string::npos ? 0 : dot);
  }
}

void Findings::add(const Place& place, const std::string& path, const std::string& message) {
  paths_.push_back(path);
  findings_.push_back({place, path.empty() ? message : path + ": " + message});
}

bool Findings::touch(const std::string& path) const {
  return std::any_of(paths_.begin(), paths_.end(), [&](const std::string& bad) {
    return bad == path || is_within(bad, path) || is_within(path, bad);
  });
}

void Findings::throw_if_any() const {
  if (!findings_.empty()) throw ConfigurationErrors(findings_);
}

}  // namespace hashlease
