#include "base/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hashlease {
namespace {

std::string hex_of(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text.data(), text.size()))); }

/// Examples of NIST's "Secure Hashing" page and of FIPS 180-2, appendix B.
TEST(Sha256Test, PublishedVectors) {
  EXPECT_EQ(hex_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_of(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PiecesGiveTheDigestOfTheWhole) {
  Sha256 pieces;
  for (int i = 0; i < 1000; ++i) pieces.update(std::string(static_cast<std::size_t>(i % 7), 'x'));
  std::size_t length = 0;
  for (int i = 0; i < 1000; ++i) length += static_cast<std::size_t>(i % 7);
  EXPECT_EQ(pieces.hex(), hex_of(std::string(length, 'x')));
}

TEST(Sha256Test, ReadingTheDigestDoesNotEndIt) {
  Sha256 digest;
  digest.update("ab");
  EXPECT_EQ(digest.hex(), hex_of("ab"));
  digest.update("c");
  EXPECT_EQ(digest.hex(), hex_of("abc"));
}

}  // namespace
}  // namespace hashlease
