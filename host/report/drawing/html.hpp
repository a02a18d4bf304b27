#pragma once

/// Pieces of an HTML page as text. Everything that takes plain text escapes it; what is markup already says so in its
/// name.

#include <string>
#include <string_view>
#include <vector>

namespace hashlease {

/// An element around markup: element("p", "…"), element("td", "…", "class=\"number\"").
std::string element(std::string_view tag, std::string_view markup, std::string_view attributes = "");
/// A paragraph of plain text.
std::string paragraph(std::string_view text, std::string_view classes = "");
/// Why a section or chart is not there.
std::string left_out(std::string_view text);

/// A table. Cells of the first column are row headings; columns of numbers are aligned to the right.
struct HtmlTable {
  std::string caption;                         // plain text; says what and in which unit
  std::vector<std::string> headings;           // plain text
  std::vector<std::vector<std::string>> rows;  // plain text
  std::size_t text_columns = 1;                // first columns that are no numbers
  std::string text() const;
};

/// A chart with its caption.
std::string figure(std::string_view svg_markup, std::string_view caption, std::string_view classes = "");
/// A section with its heading; `id` is what the table of contents points to.
std::string section(std::string_view id, std::string_view heading, std::string_view markup);
/// A part that opens on demand; `summary` is plain text.
std::string details(std::string_view summary, std::string_view markup);

struct PageLink {
  std::string id;
  std::string text;
};
/// The whole page. `style` is CSS; `body` markup.
std::string page(std::string_view title, std::string_view style, std::string_view body);
std::string navigation(const std::vector<PageLink>& links);

/// What the first 1,000 bytes of a page or chart of ours hold.
inline constexpr std::string_view kGeneratorMark = "hashlease report";

}  // namespace hashlease
