#include "report/sections/page_builder.hpp"

#include "report/drawing/numbers.hpp"
#include "report/drawing/style.hpp"

namespace hashlease {

std::string PageBuilder::chart(const Chart& chart, std::string_view caption) {
  const std::string name = "chart-" + std::to_string(++chart_count_);
  const std::string title = element("p", escape_markup(chart.title), "class=\"chart-title\" aria-hidden=\"true\"");
  return figure(title + chart.svg.element(name, chart.title, chart.description), caption);
}

std::string PageBuilder::side_by_side(const std::vector<std::string>& figures) {
  std::string all;
  for (const std::string& one : figures) all += one;
  return element("div", all, "class=\"charts\"");
}

void PageBuilder::add_section(std::string_view id, std::string_view heading, std::string_view markup) {
  if (markup.empty()) return;
  links_.push_back({std::string(id), std::string(heading)});
  sections_ += section(id, heading, markup);
}

std::string PageBuilder::page(std::string_view title, std::string_view opening) const {
  return hashlease::page(title, page_style(),
                         element("header", opening) + navigation(links_) + element("main", sections_));
}

}  // namespace hashlease
