#include "base/version.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/result/result_groups.hpp"

namespace hashlease {

namespace {

constexpr const char* kGroup = "/provenance";

std::string joined(const std::vector<std::string>& lines, const std::string& separator) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : separator) + line;
  return text;
}

}  // namespace

void write_provenance(Hdf5Writer& writer, const Provenance& provenance) {
  writer.create_group(kGroup);
  writer.attribute(kGroup, "long_name", "how this file came about; the only group that differs between equal studies");
  writer.attribute(kGroup, "program", std::string("hashlease ") + kProgramVersion);
  writer.attribute(kGroup, "compiler", compiler_text());
  writer.attribute(kGroup, "hdf5_version", hdf5_library_version());
  writer.attribute(kGroup, "cuda_version", provenance.cuda_version);
  writer.attribute(kGroup, "command_line", provenance.command_line);
  writer.attribute(kGroup, "backend", provenance.backend);
  writer.attribute(kGroup, "devices", joined(provenance.devices, ", "));
  writer.attribute(kGroup, "instruction_set", provenance.instruction_set);
  writer.attribute(kGroup, "threads", std::int64_t{provenance.threads});
  writer.attribute(kGroup, "start_time", provenance.start_time);
  writer.attribute(kGroup, "end_time", provenance.end_time);
  writer.attribute(kGroup, "wall_time_seconds", provenance.wall_seconds);
  writer.attribute(kGroup, "notices", joined(provenance.notices, "\n"));
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> count;
  for (const PathRange& block : provenance.blocks) {
    first.push_back(static_cast<std::int64_t>(block.first));
    count.push_back(static_cast<std::int64_t>(block.count));
  }
  writer.create_dimension("/provenance/block", first.size());
  writer.write<std::int64_t>({"/provenance/block_first_path", {first.size()}, {"/provenance/block"}}, first);
  describe(writer, "/provenance/block_first_path", {"1", "first path of each file that was put together"});
  writer.write<std::int64_t>({"/provenance/block_path_count", {count.size()}, {"/provenance/block"}}, count);
  describe(writer, "/provenance/block_path_count", {"1", "number of its paths"});
}

}  // namespace hashlease
