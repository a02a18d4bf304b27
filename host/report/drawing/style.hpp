#pragma once

/// The style sheets. Colours are those of Okabe & Ito, "Color Universal Design" (2008), darker or lighter where they
/// would not stand out by 3:1 from white or from the dark page.

#include <string>
#include <string_view>

namespace hashlease {

/// Of a page: light, dark as the system says, print on A4.
std::string page_style();
/// Of a chart that is a file of its own: dark on white.
std::string chart_style();

}  // namespace hashlease
