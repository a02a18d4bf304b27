#include "io/files/trailer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hashlease {

namespace {

constexpr std::string_view kStart = "\nHASHLEASE-SHA256 ";
constexpr std::size_t kDigits = 64;
constexpr std::size_t kTrailerBytes = kStart.size() + kDigits + 1;

bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

void append_trailer(File& file) { file.append(fmt::format("{}{}\n", kStart, file.sha256(file.size()))); }

std::optional<Trailer> find_trailer(const File& file) {
  const std::uint64_t size = file.size();
  if (size < kTrailerBytes) return std::nullopt;
  std::string text(kTrailerBytes, '\0');
  file.read_at(size - kTrailerBytes, std::as_writable_bytes(std::span(text.data(), text.size())));
  const std::string digits = text.substr(kStart.size(), kDigits);
  const bool whole = text.compare(0, kStart.size(), kStart) == 0 && text.back() == '\n' &&
                     std::all_of(digits.begin(), digits.end(), is_digit);
  if (!whole) return std::nullopt;
  return Trailer{digits, size - kTrailerBytes};
}

}  // namespace hashlease
