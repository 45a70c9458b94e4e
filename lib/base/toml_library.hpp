#pragma once

// The TOML library, as all sources that need it include it: heavy, so they are few.
//
// It asserts what it then handles as an ordinary mistake (a header like "[<a]"): in a debug build that would
// end the program, under clang's optimiser it would be a promise. It is made to do nothing in every build.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_HEADER_ONLY 1
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // inside the library
#pragma GCC diagnostic ignored "-Wshadow"
#endif
#include <toml++/toml.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
