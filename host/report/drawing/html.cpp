#include "report/drawing/html.hpp"

#include <fmt/format.h>

#include "report/drawing/numbers.hpp"

namespace hashlease {

std::string element(std::string_view tag, std::string_view markup, std::string_view attributes) {
  return fmt::format("<{}{}{}>{}</{}>", tag, attributes.empty() ? "" : " ", attributes, markup, tag);
}

namespace {

std::string class_attribute(std::string_view classes) {
  return classes.empty() ? "" : fmt::format("class=\"{}\"", classes);
}

}  // namespace

std::string paragraph(std::string_view text, std::string_view classes) {
  return element("p", escape_markup(text), class_attribute(classes));
}

std::string left_out(std::string_view text) { return paragraph(text, "left-out"); }

std::string HtmlTable::text() const {
  const auto cell = [&](std::string_view tag, std::string_view content, std::size_t column, std::string scope) {
    if (column >= text_columns) scope += scope.empty() ? "class=\"number\"" : " class=\"number\"";
    return element(tag, escape_markup(content), scope);
  };
  std::string head;
  for (std::size_t k = 0; k < headings.size(); ++k) head += cell("th", headings[k], k, "scope=\"col\"");
  std::string body;
  for (const std::vector<std::string>& row : rows) {
    std::string cells;
    for (std::size_t k = 0; k < row.size(); ++k) {
      cells += k == 0 ? cell("th", row[k], k, "scope=\"row\"") : cell("td", row[k], k, "");
    }
    body += element("tr", cells) + "\n";
  }
  const std::string parts = element("caption", element("span", escape_markup(caption))) +
                            element("thead", element("tr", head)) + element("tbody", body);
  return element("div", element("table", parts), "class=\"table\" tabindex=\"0\"");
}

std::string figure(std::string_view svg_markup, std::string_view caption, std::string_view classes) {
  return element("figure", std::string(svg_markup) + element("figcaption", escape_markup(caption)),
                 class_attribute(classes));
}

std::string section(std::string_view id, std::string_view heading, std::string_view markup) {
  return element("section", element("h2", escape_markup(heading)) + std::string(markup), fmt::format("id=\"{}\"", id));
}

std::string details(std::string_view summary, std::string_view markup) {
  return element("details", element("summary", escape_markup(summary)) + std::string(markup));
}

std::string navigation(const std::vector<PageLink>& links) {
  std::string items;
  for (const PageLink& link : links) {
    items += element("li", fmt::format("<a href=\"#{}\">{}</a>", link.id, escape_markup(link.text)));
  }
  return element("nav", element("ul", items), "aria-label=\"Sections\"");
}

std::string page(std::string_view title, std::string_view style, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"generator\" content=\"{}\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
      "<link rel=\"icon\" href=\"data:,\"/>\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
      kGeneratorMark, escape_markup(title), style, body);
}

}  // namespace hashlease
