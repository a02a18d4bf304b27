#include <cstdio>

#include "commands/commands.hpp"
#include "config/reading/reader.hpp"
#include "config/rendering/describe.hpp"
#include "config/rendering/key_list.hpp"

namespace hashlease {

ExitCode describe_command(const std::string& key, const std::string& keys_of) {
  if (!keys_of.empty()) {
    if (!key.empty()) throw InputError("describe: a key to explain, or --keys-of to list keys, not both");
    for (const std::string& listed : hashlease::keys_of(read_configuration(keys_of))) std::puts(listed.c_str());
    return ExitCode::done;
  }
  std::fputs(describe_parameters(key).c_str(), stdout);
  return ExitCode::done;
}

}  // namespace hashlease
