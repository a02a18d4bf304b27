#include "base/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "base/error.hpp"

namespace hashlease {
namespace {

void require(int result) {
  if (result != 1) throw RunError("SHA-256 failed in the cryptographic library");
}

}  // namespace

void Sha256::Free::operator()(void* context) const { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw RunError("SHA-256 failed in the cryptographic library");
  require(EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_.get()), EVP_sha256(), nullptr));
}

void Sha256::update(std::span<const std::byte> bytes) {
  require(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_.get()), bytes.data(), bytes.size()));
}

std::string Sha256::hex() const {
  // Finishing ends a context, so a copy is finished.
  const std::unique_ptr<EVP_MD_CTX, Free> copy(EVP_MD_CTX_new());
  if (!copy) throw RunError("SHA-256 failed in the cryptographic library");
  require(EVP_MD_CTX_copy_ex(copy.get(), static_cast<const EVP_MD_CTX*>(context_.get())));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(copy.get(), digest.data(), &size));
  std::string text;
  text.reserve(2 * size);
  for (unsigned int i = 0; i < size; ++i) {
    text += "0123456789abcdef"[digest[i] >> 4];
    text += "0123456789abcdef"[digest[i] & 15U];
  }
  return text;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  Sha256 digest;
  digest.update(bytes);
  return digest.hex();
}

}  // namespace hashlease
