#include "report/drawing/style.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/drawing/chart.hpp"

namespace hashlease {

namespace {

constexpr std::string_view kLightColours = R"(
--paper:#ffffff;--ink:#1b1f24;--soft:#57606a;--grid:#e3e7ec;--axis:#8a939d;--panel:#f5f7f9;--link:#0a5ea8;
--c0:#0072b2;--c1:#c25400;--c2:#00805c;--c3:#a8558a;--c4:#9a6a00;--c5:#3a86b8;--history:#1b1f24;
)";

constexpr std::string_view kDarkColours = R"(
--paper:#14181d;--ink:#e7ebef;--soft:#a3adb8;--grid:#2b323a;--axis:#6d7782;--panel:#1c2229;--link:#7cc0f2;
--c0:#56b4e9;--c1:#ff8a3d;--c2:#2fc898;--c3:#e59bc7;--c4:#f0b429;--c5:#9fc9e6;--history:#e7ebef;
)";

constexpr std::string_view kChartRules = R"(
svg text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
svg .tick{font-size:11px;fill:var(--soft)}
svg .axis-title{font-size:11.5px;fill:var(--soft)}
svg .legend{font-size:11.5px}
svg .row-name{font-size:12.5px;font-weight:600}
svg .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
svg path,svg rect,svg circle{fill:none;stroke:none}
svg .grid{stroke:var(--grid);stroke-width:1}
svg .axis{stroke:var(--axis);stroke-width:1}
svg .line{stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
svg .history{stroke:var(--history);stroke-width:1.4}
svg .dashed.c1{stroke-dasharray:7 4}
svg .dashed.c2{stroke-dasharray:1.5 4}
svg .dashed.c3{stroke-dasharray:9 4 1.5 4}
svg .dashed.c4{stroke-dasharray:12 5}
svg .dashed.c5{stroke-dasharray:4 3 1.5 3 1.5 3}
svg .band{fill:var(--c)}
svg .outer{fill-opacity:.2}
svg .inner{fill-opacity:.38}
svg .faint{fill-opacity:.1}
svg .whisker{stroke:var(--c);stroke-width:2}
svg .bar{stroke:var(--c);stroke-width:7}
svg .median{stroke:var(--ink);stroke-width:2.5}
svg .marker{fill:var(--c);stroke:var(--paper);stroke-width:1}
svg .tail-mark{fill:var(--ink);stroke:var(--paper);stroke-width:1}
svg .heat{fill:var(--c0);shape-rendering:crispEdges}
svg .paper{fill:var(--paper)}
.c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}
)";

constexpr std::string_view kPageRules = R"(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:28px 24px 64px;max-width:1128px;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px}
h2{font-size:1.25rem;line-height:1.3;margin:44px 0 8px;padding-top:14px;border-top:1px solid var(--grid)}
h3{font-size:1rem;margin:22px 0 4px}
p{margin:8px 0;max-width:46rem;overflow-wrap:anywhere}
ul{margin:8px 0;padding-left:1.2rem;max-width:46rem}
li{margin:5px 0;overflow-wrap:anywhere}
a{color:var(--link)}
code,pre{font:0.84rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{background:var(--panel);padding:12px;border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0}
.facts{color:var(--soft);margin:0 0 14px;font-size:.92rem;max-width:none}
.limits{columns:1;max-width:none}
.left-out{color:var(--soft);font-style:italic}
.answer{display:grid;grid-template-columns:minmax(0,1fr);gap:20px 32px;align-items:start}
.answers{list-style:none;padding:0;margin:0}
.answers li{margin:0 0 12px;padding:0 0 0 14px;border-left:4px solid var(--c)}
.answers strong{font-weight:650}
nav{margin:20px 0 0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:0;max-width:none;font-size:.92rem}
nav li{margin:0}
.charts{display:grid;grid-template-columns:minmax(0,1fr);gap:20px 32px;margin:12px 0}
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto;max-width:560px}
figcaption{color:var(--soft);font-size:.86rem;line-height:1.4;margin-top:4px;max-width:560px}
.chart-title{font-weight:600;font-size:.95rem;margin:0 0 4px}
.table{overflow-x:auto;margin:12px 0;max-width:100%}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding:0 0 6px;font-size:.86rem;max-width:56rem}
th,td{padding:5px 12px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
thead th{color:var(--soft);font-weight:600;border-bottom:1.5px solid var(--axis);vertical-align:bottom}
tbody th{font-weight:600}
.number{text-align:right;white-space:nowrap}
th.number{white-space:normal}
th+.number,td+.number{padding-left:12px}
.keys td:last-child,.keys th:last-child{min-width:14rem}
.keys tbody th{font-weight:400;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.82rem}
details{margin:10px 0}
summary{cursor:pointer;color:var(--link)}
.notice{border-left:4px solid var(--c1);padding-left:14px}
@media (min-width:860px){
.answer{grid-template-columns:minmax(0,5fr) minmax(0,6fr)}
.charts{grid-template-columns:repeat(2,minmax(0,1fr))}
.limits{columns:2;column-gap:32px}
.limits li{break-inside:avoid}
}
@media (max-width:500px){body{padding:18px 14px 48px}h1{font-size:1.35rem}table{font-size:.85rem}
caption span{display:block;position:sticky;left:0;width:calc(100vw - 28px)}}
@page{size:A4;margin:14mm 13mm}
@media print{
body{padding:0;max-width:none;font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
h1{font-size:16pt}h2{font-size:12.5pt;margin-top:18pt}h2,h3,h2+p,caption,thead,.chart-title{break-after:avoid}
figcaption,.facts,caption{font-size:8pt}
.limits{columns:2;column-gap:8mm;font-size:9pt}
tbody tr:first-child{break-before:avoid}
nav{display:none}
.charts{grid-template-columns:1fr 1fr;gap:3mm 8mm}
.answer{grid-template-columns:1fr 1.15fr;gap:5mm}
figure,tr,p,.answers li{break-inside:avoid}
figure{margin-bottom:4mm}
.table{overflow:visible}
table{font-size:7.6pt;width:100%}
th,td{padding:2.5pt 5pt 2.5pt 0}
th+.number,td+.number{padding-left:4pt}
.keys td:last-child,.keys th:last-child{min-width:0}
.keys tbody th{font-size:6.6pt;white-space:nowrap}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
}
)";

std::string rule(std::string_view selector, std::string_view declarations) {
  return std::string(selector) + "{" + std::string(declarations) + "}\n";
}

/// Value of a custom property of the light colours.
std::string_view light_colour(std::string_view name) {
  const std::size_t at = kLightColours.find(std::string(name) + ":") + name.size() + 1;
  return kLightColours.substr(at, kLightColours.find(';', at) - at);
}

/// A rule with colours in place of custom properties, which not every viewer of pictures knows. One that takes the
/// colour of its series becomes a rule for each of them.
std::string literal_rules(std::string_view line) {
  if (line.starts_with(".c0{")) return "";
  std::string rules;
  const bool by_series = line.find("var(--c)") != std::string_view::npos;
  for (int series = 0; series < (by_series ? kColourCount : 1); ++series) {
    std::string text(line);
    if (by_series) text.insert(text.find('{'), fmt::format(".c{}", series));
    for (std::size_t at = text.find("var("); at != std::string::npos; at = text.find("var(")) {
      const std::size_t end = text.find(')', at);
      std::string name = text.substr(at + 4, end - at - 4);
      if (name == "--c") name += std::to_string(series);
      text.replace(at, end + 1 - at, light_colour(name));
    }
    rules += text + "\n";
  }
  return rules;
}

}  // namespace

std::string page_style() {
  // Paper is white whatever the screen is.
  return rule(":root", "color-scheme:light dark;" + std::string(kLightColours)) +
         rule("@media screen and (prefers-color-scheme:dark)", rule(":root", kDarkColours)) + std::string(kChartRules) +
         std::string(kPageRules);
}

std::string chart_style() {
  std::string style;
  for (std::size_t begin = 0; begin < kChartRules.size();) {
    const std::size_t end = std::min(kChartRules.find('\n', begin), kChartRules.size());
    style += literal_rules(kChartRules.substr(begin, end - begin));
    begin = end + 1;
  }
  return style;
}

}  // namespace hashlease
