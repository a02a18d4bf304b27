#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing/numbers.hpp"
#include "report/sections/density.hpp"
#include "report/sections/sections.hpp"

namespace hashlease {

namespace {

bool earns_both(const StudyResult& study, std::size_t site) {
  return study.tables.annual_mean(site, Outcome::mining_revenue).value > 0.0 &&
         study.tables.annual_mean(site, Outcome::ai_revenue).value > 0.0;
}

/// One stream's revenue over the horizon, as a density in percent of its mean.
LineSeries stream_line(const StudyResult& study, std::size_t site, Outcome outcome, std::size_t colour) {
  LineSeries line;
  line.name = outcome == Outcome::mining_revenue ? "mining" : "AI";
  line.colour = colour;
  line.is_filled = true;
  const double unit = study.tables.of(&RiskTables::mean, site, outcome, study.axes().horizon()).value / 100.0;
  if (const Histogram* histogram = study.find_histogram(site, outcome, study.axes().horizon())) {
    line.points = density_line(*histogram, quantile_of(*histogram, 0.0005), quantile_of(*histogram, 0.99));
    for (Point& point : line.points) point = {point.x / unit, point.y * unit * 100.0};
  }
  return line;
}

Chart streams_chart(const StudyResult& study, std::size_t site) {
  const std::vector<LineSeries> lines = {stream_line(study, site, Outcome::mining_revenue, 1),
                                         stream_line(study, site, Outcome::ai_revenue, 0)};
  double low = 100.0;
  double high = 100.0;
  double most = 0.0;
  for (const LineSeries& line : lines) {
    for (const Point& point : line.points) {
      low = std::min(low, point.x);
      high = std::max(high, point.x);
      most = std::max(most, point.y);
    }
  }
  const Axis x = make_tight_axis(
      fmt::format("revenue over {} months, % of the stream's mean", study.axes().month_count()), low, high);
  return {draw_lines(lines, x, make_axis("% of paths per % of revenue", 0.0, most)),
          study.axes().site[site] + ": the two streams",
          fmt::format("Densities of mining and AI revenue of {} over {} months. Their correlation is {}.",
                      study.axes().site[site], study.axes().month_count(),
                      estimate_text(study.tables.risk.mining_ai_correlation.at({site}), plain_unit()))};
}

/// Share of the interval [low, high] that lies in [from, to].
double overlap(double low, double high, double from, double to) {
  const double common = std::min(high, to) - std::max(low, from);
  return common <= 0.0 ? 0.0 : high > low ? common / (high - low) : 1.0;
}

/// Value below which a share of the paths lies, by the lower edges of their cells.
double edge_at(const std::vector<double>& edges, const std::vector<double>& count, double probability) {
  std::vector<std::size_t> order(edges.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return edges[a] < edges[b]; });
  double total = 0.0;
  for (const double paths : count) total += paths;
  double below = 0.0;
  for (const std::size_t k : order) {
    below += count[k];
    if (below >= probability * total) return edges[k];
  }
  return edges[order.back()];
}

std::vector<double> equal_edges(double low, double high, int count) {
  std::vector<double> edges;
  for (int k = 0; k <= count; ++k) edges.push_back(low + (high - low) * k / count);
  return edges;
}

/// The cells of a joint distribution spread over a grid of equal cells in million USD.
DensityMap density_map(const JointDistribution& joint) {
  constexpr int kCells = 36;
  DensityMap map;
  map.x_edges = equal_edges(1e-6 * edge_at(joint.mining_lower, joint.count, 0.001),
                            1e-6 * edge_at(joint.mining_upper, joint.count, 0.99), kCells);
  map.y_edges = equal_edges(1e-6 * edge_at(joint.ai_lower, joint.count, 0.001),
                            1e-6 * edge_at(joint.ai_upper, joint.count, 0.999), kCells);
  map.density.assign(kCells * kCells, 0.0);
  for (std::size_t cell = 0; cell < joint.count.size(); ++cell) {
    for (std::size_t row = 0; row < kCells; ++row) {
      const double part =
          overlap(1e-6 * joint.ai_lower[cell], 1e-6 * joint.ai_upper[cell], map.y_edges[row], map.y_edges[row + 1]);
      if (part <= 0.0) continue;
      for (std::size_t column = 0; column < kCells; ++column) {
        map.density[row * kCells + column] += joint.count[cell] * part *
                                              overlap(1e-6 * joint.mining_lower[cell], 1e-6 * joint.mining_upper[cell],
                                                      map.x_edges[column], map.x_edges[column + 1]);
      }
    }
  }
  return map;
}

Chart joint_chart(const StudyResult& study, std::size_t site, const JointDistribution& joint) {
  const DensityMap map = density_map(joint);
  const std::string months = std::to_string(study.axes().month_count());
  const Axis x = make_tight_axis("mining revenue over " + months + " months, million USD", map.x_edges.front(),
                                 map.x_edges.back());
  const Axis y =
      make_tight_axis("AI revenue over " + months + " months, million USD", map.y_edges.front(), map.y_edges.back());
  return {draw_density_map(map, x, y), study.axes().site[site] + ": both streams together",
          fmt::format("How many paths have which mining and AI revenue. Their correlation is {}.",
                      estimate_text(study.tables.risk.mining_ai_correlation.at({site}), plain_unit()))};
}

HtmlTable streams_table(const StudyResult& study, const std::vector<std::size_t>& sites) {
  HtmlTable table;
  table.caption =
      "Means of a year in million USD; correlation of mining and AI revenue over the horizon, over paths. ± one "
      "standard error.";
  if (!study.tables.risk.tail_probabilities.empty()) {
    table.caption +=
        " Tail dependence: of the paths with the worst mining revenue, the share that are also among as many "
        "with the worst AI revenue; as much as the percentage itself when the two are independent.";
  }
  table.headings = {"site", "mining revenue", "AI revenue", "of it under contract", "correlation"};
  for (const double probability : study.tables.risk.tail_probabilities) {
    table.headings.push_back(fmt::format("tail dependence ({}\u00A0%), %", significant_text(100.0 * probability, 3)));
  }
  for (const std::size_t site : sites) {
    std::vector<std::string> row = {study.axes().site[site]};
    for (const Outcome outcome : {Outcome::mining_revenue, Outcome::ai_revenue, Outcome::contract_ai_revenue}) {
      row.push_back(estimate_text(study.tables.annual_mean(site, outcome), million_usd()));
    }
    row.push_back(estimate_text(study.tables.risk.mining_ai_correlation.at({site}), plain_unit()));
    for (std::size_t k = 0; k < study.tables.risk.tail_probabilities.size(); ++k) {
      row.push_back(estimate_text(study.tables.risk.mining_ai_tail_dependence.at({site, k}), percent_unit()));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string site_correlation_markup(const StudyResult& study) {
  const std::size_t shown = std::min<std::size_t>(study.axes().site.size(), 12);
  if (study.axes().site.size() < 2 || study.tables.risk.revenue_correlation.empty()) return "";
  if (!std::isfinite(study.tables.risk.revenue_correlation.at({0, 1}).value)) {
    return left_out("Left out: the correlation of the sites' revenue, which is worked out for up to 16 sites.");
  }
  HtmlTable table;
  table.caption = "Correlation of the sites' revenue over the horizon, over paths." +
                  shown_sites_note(shown, study.axes().site.size());
  table.headings = {"site"};
  for (std::size_t other = 0; other < shown; ++other) table.headings.push_back(study.axes().site[other]);
  for (std::size_t site = 0; site < shown; ++site) {
    std::vector<std::string> row = {study.axes().site[site]};
    for (std::size_t other = 0; other < shown; ++other) {
      row.push_back(
          site == other ? "1" : estimate_text(study.tables.risk.revenue_correlation.at({site, other}), plain_unit()));
    }
    table.rows.push_back(std::move(row));
  }
  return table.text();
}

}  // namespace

std::string streams_section(const StudyResult& study, PageBuilder& builder) {
  std::vector<std::size_t> both;
  for (std::size_t site = 0; site < study.axes().site.size(); ++site) {
    if (earns_both(study, site)) both.push_back(site);
  }
  std::string markup;
  if (both.empty()) {
    markup = left_out("Left out: no site of this study earns from both mining and AI.");
  } else {
    std::vector<std::string> figures;
    for (std::size_t k = 0; k < std::min<std::size_t>(both.size(), 4); ++k) {
      figures.push_back(builder.chart(streams_chart(study, both[k]),
                                      "Each in percent of its own mean; the wider curve is the riskier stream."));
      if (const JointDistribution* joint = study.find_joint(both[k])) {
        figures.push_back(
            builder.chart(joint_chart(study, both[k], *joint),
                          "The darker, the more paths. A slope to the right means that the streams rise and "
                          "fall together."));
      }
    }
    markup = streams_table(study, both).text() + PageBuilder::side_by_side(figures);
    if (study.joint.empty()) {
      markup += left_out("Left out: the two streams together and their tail dependence; the file holds no /joint.");
    }
  }
  return markup + site_correlation_markup(study);
}

}  // namespace hashlease
