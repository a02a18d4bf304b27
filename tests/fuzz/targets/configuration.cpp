// Studies in TOML. An input is a study in the folder configs/cases; leading lines "#--set KEY=VALUE" are options over
// it.

#include <filesystem>

#include "config/findings/configuration_errors.hpp"
#include "config/reading/reader.hpp"
#include "config/rendering/canonical_text.hpp"
#include "fuzz/support/fuzz_target.hpp"
#include "plan/study_plan.hpp"

namespace hashlease::fuzz {

namespace {

constexpr std::string_view kOption = "#--set ";

std::vector<std::string> options_of(const std::string& text) {
  std::vector<std::string> options;
  for (std::size_t begin = 0; text.compare(begin, kOption.size(), kOption) == 0;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    options.push_back(text.substr(begin + kOption.size(), end - begin - kOption.size()));
    begin = std::min(end + 1, text.size());
  }
  return options;
}

/// Every error has a place with a line, or is about an option.
void check_places(const ConfigurationErrors& errors) {
  if (errors.findings().empty()) report_defect("a refusal without a finding");
  for (const Finding& finding : errors.findings()) {
    const bool is_option = finding.place.source.starts_with("--set");
    if (finding.text.empty() || (finding.place.line < 1 && !is_option)) {
      report_defect("a finding without a place: " + place_text(finding.place) + ": " + finding.text);
    }
  }
}

void read_study(const std::string& text) {
  const auto folder = std::filesystem::path(HASHLEASE_SOURCE_DIR) / "configs" / "cases";
  const std::vector<std::string> options = options_of(text);
  Configuration study;
  try {
    study = read_configuration_text(text, "study.toml", folder, options);
  } catch (const ConfigurationErrors& errors) {
    check_places(errors);
    throw;
  }
  const std::string canonical = canonical_text(study);
  try {
    if (canonical_text(read_configuration_text(canonical)) != canonical) {
      report_defect("what the canonical text says is not what it was made from");
    }
  } catch (const ConfigurationErrors& errors) {
    report_defect(std::string("the canonical text is refused: ") + errors.what());
  }
  make_study_plan(study);
}

/// A study of another folder with names of files as seen from configs/cases.
std::string moved(std::string text, const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path().filename();
  const std::string old = folder == "configs" ? "\"markets/" : "\"synthetic";
  const std::string now = folder == "configs" ? "\"../markets/" : "\"../models/synthetic";
  for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + now.size())) {
    text.replace(at, old.size(), now);
  }
  return text;
}

}  // namespace

FuzzTarget fuzz_target() {
  FuzzTarget target;
  target.name = "configuration";
  for (const std::string& file : files_below("configs", ".toml")) {
    target.seeds.push_back(moved(content_of_file(file), file));
  }
  target.seeds.push_back("#--set run.paths=100\n#--set market.btc.price=1e5\n#--set market.gpu.H100.lease_rate=2\n" +
                         target.seeds.front());
  target.tokens = {"[",
                   "]]",
                   "{",
                   "}",
                   "=",
                   "\"\"",
                   "'''",
                   "\n",
                   "nan",
                   "-inf",
                   "1e308",
                   "-1",
                   "0",
                   "1e-308",
                   "0x7f",
                   "[[site]]\n",
                   "#",
                   "\xff",
                   "\\u00",
                   "true",
                   "2024-02-30",
                   "1979-01-01",
                   ".",
                   "[run]\n",
                   "[market]\n",
                   "[market.btc]\n",
                   "name = \"x\"\n",
                   "[[site.asic]]\n",
                   "[[site.gpu]]\n",
                   "[[site.debt]]\n",
                   "model = \"bates\"\n",
                   "model = \"regime\"\n",
                   "model = \"gjr_garch\"\n",
                   "blend = { a = 1.0 }\n",
                   "file = \"../models/synthetic-history.csv\"\n",
                   "9223372036854775807",
                   "\xEF\xBB\xBF",
                   "#--set run.seed=1\n"};
  return target;
}

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = hashlease::fuzz::text_of(data, size);
  hashlease::fuzz::read_or_refuse("", [&] { hashlease::fuzz::read_study(text); });
  return 0;
}
