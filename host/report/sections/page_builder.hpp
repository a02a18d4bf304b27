#pragma once

/// Collects the sections of a page: numbers its charts and lists its sections for the navigation.

#include <string>
#include <string_view>
#include <vector>

#include "report/drawing/chart.hpp"
#include "report/drawing/html.hpp"

namespace hashlease {

class PageBuilder {
 public:
  /// A chart as a figure under its title. `caption`: plain text below it.
  std::string chart(const Chart& chart, std::string_view caption);
  /// Figures side by side where the screen is wide enough.
  static std::string side_by_side(const std::vector<std::string>& figures);
  /// Adds a section. An empty `markup` adds none.
  void add_section(std::string_view id, std::string_view heading, std::string_view markup);

  /// The page: `opening` comes before the navigation and the sections.
  std::string page(std::string_view title, std::string_view opening) const;

 private:
  int chart_count_ = 0;
  std::vector<PageLink> links_;
  std::string sections_;
};

}  // namespace hashlease
