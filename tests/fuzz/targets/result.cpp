// Result files: an input is one without its last line, the checksum. It is read as it is, and with a checksum that
// holds, which a damage has to be seen behind all the same.

#include <filesystem>

#include "config/reading/reader.hpp"
#include "fuzz/support/fuzz_target.hpp"
#include "io/export/export.hpp"
#include "io/files/file.hpp"
#include "io/files/trailer.hpp"
#include "io/runs/replay_source.hpp"
#include "io/runs/status.hpp"
#include "io/support/random_study.hpp"
#include "io/verification/verify.hpp"

namespace hashlease::fuzz {

namespace {

constexpr double kTimeLimit = 15.0;

void export_everything(const std::string& path) {
  for (const char* group : {"risk", "market"}) {
    for (const TableFormat format : {TableFormat::csv, TableFormat::json}) {
      ExportRequest request;
      request.file = path;
      request.group = group;
      request.format = format;
      request.output = scratch_path("export.txt");
      read_or_refuse("", [&] { export_group(request); });
    }
  }
}

void read_sealed(const std::string& path) {
  File file = File::create(path);
  file.append(content_of_file(scratch_path("damaged.h5")));
  append_trailer(file);
  file.close();
  const Verification verification = verify_file(path, kTimeLimit);
  if (verification.text.empty()) report_defect("a verdict without a word");
  if (verification.condition == FileCondition::unfinished) report_defect("a file is taken for an unfinished run");
  if (verification.condition != FileCondition::sound) {
    ++tally().refused;
    return;
  }
  read_or_refuse(path, [&] { read_status(path); });
  export_everything(path);
}

std::string seed() {
  const std::string path = scratch_path("seed.h5");
  std::filesystem::remove(path);
  Configuration study = test::small_study(128, {"run.tail_paths=4", "run.keep_paths=[\"annual_revenue\"]"});
  study.site.resize(1);  // a small file: more of it is damaged in the same time
  test::write_random_result(path, study, {0, 128}, 64);
  const std::string content = content_of_file(path);
  const std::optional<Trailer> trailer = find_trailer(File::open(path));
  return content.substr(0, trailer->content_bytes);
}

}  // namespace

FuzzTarget fuzz_target() {
  const std::string ones(8, '\xff');
  return {"result",
          {seed()},
          {std::string(8, '\0'), ones, ones.substr(0, 4), std::string("\0\0\0\0\0\0\0\x10", 8), "GCOL", "OHDR", "FRHP",
           "BTHD", "/state", "result", "backtest", "nan"}};
}

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hashlease;
  const std::string damaged = fuzz::write_scratch("damaged.h5", std::span(data, size));
  fuzz::read_or_refuse(damaged, [&] { read_status(damaged); });
  fuzz::read_or_refuse(damaged, [&] { study_of_result(damaged); });
  // The site may be one that the damaged file does not know, which says nothing of the file.
  fuzz::read_or_refuse("", [&] { worst_path(damaged, "mining-only", "cash_flow", 1); });
  const std::string sealed = fuzz::scratch_path("sealed.h5");
  remove_file(sealed);
  fuzz::read_sealed(sealed);
  return 0;
}
