#include <cstdio>

#include "commands/commands.hpp"
#include "config/describe.hpp"

namespace hashlease {

ExitCode describe_command(const std::string& key) {
  std::fputs(describe_parameters(key).c_str(), stdout);
  return ExitCode::done;
}

}  // namespace hashlease
