"""Checks that what a file names of the standard library comes from a header that it includes, itself or through headers of
the project: what one standard library's headers, or fmt's, bring along by chance is missing in another's.

usage: standard_headers.py REPOSITORY | --self-test
"""

import pathlib
import re
import sys

# Header -> names of namespace std that are easily had without it. Names that several headers declare are left out.
NAMES = {
    "algorithm": "all_of any_of none_of binary_search clamp copy copy_if copy_n count count_if equal equal_range fill "
                 "fill_n find find_if for_each generate is_sorted lexicographical_compare lower_bound max_element "
                 "min_element minmax minmax_element nth_element partial_sort partition remove_if replace reverse "
                 "rotate search set_difference set_intersection shuffle sort stable_sort transform unique upper_bound",
    "array": "array to_array",
    "atomic": "atomic atomic_flag",
    "bit": "bit_cast bit_ceil bit_floor bit_width countl_zero countr_zero has_single_bit popcount",
    "chrono": "chrono",
    "cmath": "ceil exp expm1 floor fma fmod isfinite isinf isnan ldexp lgamma llround log log10 log1p log2 lround "
             "nextafter pow round rint signbit sqrt tgamma trunc erf erfc",
    "condition_variable": "condition_variable",
    "cstdint": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintptr_t",
    "cstdlib": "getenv strtod strtoull strtoll",
    "cstring": "memcmp memcpy memmove memset strcmp strerror strlen",
    "exception": "current_exception exception_ptr rethrow_exception",
    "filesystem": "filesystem",
    "fstream": "ifstream ofstream fstream",
    "functional": "function greater less reference_wrapper",
    "future": "async future promise",
    "iostream": "cerr cin cout",
    "iterator": "back_inserter distance inserter istreambuf_iterator make_move_iterator ostream_iterator",
    "limits": "numeric_limits",
    "map": "map multimap",
    "memory": "addressof make_shared make_unique shared_ptr unique_ptr weak_ptr",
    "mutex": "lock_guard mutex once_flag scoped_lock unique_lock",
    "numbers": "numbers",
    "numeric": "accumulate adjacent_difference gcd inner_product iota lcm partial_sum reduce",
    "optional": "optional nullopt",
    "random": "mt19937 mt19937_64 normal_distribution uniform_int_distribution uniform_real_distribution",
    "set": "set multiset",
    "span": "span",
    "sstream": "istringstream ostringstream stringstream",
    "stdexcept": "domain_error invalid_argument logic_error out_of_range runtime_error",
    "string": "string stod stoi stoull to_string",
    "string_view": "string_view",
    "thread": "thread jthread this_thread",
    "tuple": "make_tuple tie tuple",
    "type_traits": "conditional_t decay_t enable_if_t is_same_v",
    "unordered_map": "unordered_map",
    "unordered_set": "unordered_set",
    "variant": "get_if holds_alternative monostate variant visit",
    "vector": "vector",
}
HEADER = {name: header for header, names in NAMES.items() for name in names.split()}
# A header that the standard says brings the names of another.
BRINGS = {"string": {"string_view"}, "cmath": set()}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
USE = re.compile(r"\bstd::(\w+)")


class Tree:
    """Sources, path relative to the repository -> text, with `folders` that includes are looked up in."""

    def __init__(self, sources, folders):
        self.sources, self.folders, self.known = sources, folders, {}

    def find(self, name, path):
        """The source that an include of `name` in `path` means."""
        for folder in [path.rsplit("/", 1)[0], *self.folders]:
            target = f"{folder}/{name}" if folder else name
            if target in self.sources:
                return target
        return None

    def headers(self, path, above=()):
        """Standard headers that `path` includes, itself or through headers of the project."""
        if path not in self.known:
            had = set()
            for quote, name in INCLUDE.findall(self.sources[path]):
                if quote == "<":
                    had |= {name} | BRINGS.get(name, set())
                elif (target := self.find(name, path)) and target not in above:
                    had |= self.headers(target, (*above, path))
            self.known[path] = had
        return self.known[path]

    def violations(self):
        found = []
        for path, text in sorted(self.sources.items()):
            had = self.headers(path)
            used = {name for name in USE.findall(COMMENT_OR_TEXT.sub("", text)) if name in HEADER}
            found += [f"{path}: std::{name} without <{HEADER[name]}>" for name in sorted(used) if HEADER[name] not in had]
        return found


def self_test():
    """Each rule lets the right thing through and catches the wrong one."""
    header = '#include <vector>\nstd::vector<int> a();\n'
    good = [
        '#include <algorithm>\n#include "config/a.hpp"\nvoid b() { std::sort(a().begin(), a().end()); std::vector<int> c; }\n',
        '// std::sort\nconst char* text = "std::sort";\n',
    ]
    bad = [
        '#include "config/a.hpp"\nvoid b() { std::sort(a().begin(), a().end()); }\n',
        '#include <fmt/format.h>\nstd::string b();\n',
    ]
    failed = []
    for text, wanted in [(text, 0) for text in good] + [(text, 1) for text in bad]:
        found = Tree({"host/config/a.hpp": header, "host/config/b.cpp": text}, ["host"]).violations()
        if len(found) != wanted:
            failed.append(f"{wanted} violations wanted, found {found}, in: {text}")
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        found, what = self_test(), "self-test"
    else:
        root = pathlib.Path(sys.argv[1])
        paths = [path for folder in ("host", "cuda", "tests") for path in (root / folder).rglob("*")
                 if path.suffix in {".hpp", ".cpp", ".cu", ".cuh"}]
        sources = {path.relative_to(root).as_posix(): path.read_text() for path in paths}
        if not sources:
            sys.exit(f"{root}: no sources found")
        found, what = Tree(sources, ["host", "cuda", "tests", ""]).violations(), f"{len(sources)} files"
    print(*found, sep="\n")
    print(f"{what}: {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
