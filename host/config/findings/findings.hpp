#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/findings/configuration_errors.hpp"

namespace hashlease {

/// What is wrong so far with the configuration being read, and where its values stand.
class Findings {
 public:
  /// Remembers where the value or section at a path stands.
  void set_place(const std::string& path, const Place& place) { places_[path] = place; }
  /// Where a path stands, or its nearest parent that stands somewhere.
  Place place_of(std::string path) const;

  void add(const Place& place, const std::string& path, const std::string& message);
  /// At the place of the path.
  void add(const std::string& path, const std::string& message) { add(place_of(path), path, message); }

  /// Whether something was found at the path, within it or in a section around it; cross-checks then keep silent.
  bool touch(const std::string& path) const;
  bool empty() const { return findings_.empty(); }
  /// Throws ConfigurationErrors if there is any.
  void throw_if_any() const;

 private:
  std::map<std::string, Place> places_;
  std::vector<std::string> paths_;
  std::vector<Finding> findings_;
};

}  // namespace hashlease
