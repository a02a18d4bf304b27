#include <fmt/format.h>

#include "backend/backend.hpp"
#include "base/version.hpp"
#include "commands/version.hpp"
#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

std::string version_text() {
  std::string sets;
  for (const std::string& name : available_instruction_sets()) sets += (sets.empty() ? "" : ", ") + name;
  const CudaSupport& cuda = cuda_support();
  std::string devices = "none (built without CUDA)";
  if (cuda.devices != nullptr) {
    std::string reason;
    const std::vector<std::string> names = cuda.devices(reason);
    devices = names.empty() ? "none (" + reason + ")" : "";
    for (const std::string& name : names) devices += (devices.empty() ? "" : ", ") + name;
  }
  return fmt::format(
      "hashlease {}\ncompiler         {}\nCUDA             {}\nHDF5             {}\ninstruction sets {}\nGPU devices   "
      "   {}",
      kProgramVersion, compiler_text(), cuda.version.empty() ? "not built in" : cuda.version, hdf5_library_version(),
      sets, devices);
}

}  // namespace hashlease
