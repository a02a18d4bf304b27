#include "base/version.hpp"
#include "io/groups/group_output.hpp"
#include "io/result/stored_groups.hpp"
#include "results/groups.hpp"

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
  const ResultGroup group = provenance_group();
  GroupOutput output(writer, group);
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
  output.dimension("block", first.size());
  output.write("block_first_path", first);
  output.write("block_path_count", count);
}

}  // namespace hashlease
