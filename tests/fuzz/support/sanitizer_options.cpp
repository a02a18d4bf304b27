// A damaged HDF5 file makes the library ask for any amount of memory. It takes no for an answer, and so has everybody
// else; what a reader of this program asks for shows as std::bad_alloc.

extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }
