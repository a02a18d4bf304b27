#pragma once

#include <string>

namespace hashlease {

/// The study of this name that came with the program (PREFIX/share/hashlease/configs beside PREFIX/bin), or empty when
/// there is none, as when the program runs from the folder where it was built.
std::string shipped_study(const std::string& configuration);

/// Throws InputError when there is no such file and a study that came with the program has its name: it says where.
void point_to_shipped_study(const std::string& configuration);

}  // namespace hashlease
