#pragma once

namespace hashlease {

/// Struct and type of a member that a pointer to member names: MemberOf<decltype(&Struct::field)>.
template <class Member>
struct MemberOf;
template <class Struct, class Type>
struct MemberOf<Type Struct::*> {
  using Owner = Struct;
  using Field = Type;
};

}  // namespace hashlease
