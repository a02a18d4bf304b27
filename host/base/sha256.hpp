#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace hashlease {

/// A running SHA-256 (FIPS 180-4): feed it with `update`, then read `hex` once.
class Sha256 {
 public:
  /// Throws RunError when the cryptographic library cannot provide the digest.
  Sha256();

  void update(std::span<const std::byte> bytes);
  void update(std::string_view text) { update(std::as_bytes(std::span(text.data(), text.size()))); }

  /// Digest of everything fed so far as 64 lower-case hexadecimal digits; more can be fed afterwards.
  std::string hex() const;

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;  // EVP_MD_CTX
};

/// SHA-256 of some bytes as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace hashlease
