// Preloaded into a program (LD_PRELOAD), ends it as SIGKILL does just before its Nth call that changes a
// file, N being STOP_AT; every other time half of a write is still done. With STOP_COUNT, a file: writes
// there how many calls there were.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

std::atomic<long> calls{0};

long stop_at() {
    static const long number = std::getenv("STOP_AT") ? std::atol(std::getenv("STOP_AT")) : 0;
    return number;
}

/// True for the call before which the process ends.
bool is_last() { return ++calls == stop_at(); }

[[noreturn]] void end() {
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
}

template <class Function>
Function* next(Function*, const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::size_t torn(std::size_t size) { return stop_at() % 2 == 0 ? size / 2 : 0; }

struct Counted {
    ~Counted() {
        const char* const path = std::getenv("STOP_COUNT");
        std::FILE* const file = path ? std::fopen(path, "w") : nullptr;
        if (!file) return;
        std::fprintf(file, "%ld\n", calls.load());
        std::fclose(file);
    }
} counted;

} // namespace

// What is said on standard output and error changes no file.
#define STOP_BEFORE_WRITE(name, parameters, arguments, torn_arguments)                                       \
    extern "C" ssize_t name parameters {                                                                     \
        static const auto real = next(&name, #name);                                                         \
        if (descriptor > 2 && is_last()) {                                                                   \
            if (torn(size) > 0 && real torn_arguments < 0) std::perror("stop_at");                           \
            end();                                                                                           \
        }                                                                                                    \
        return real arguments;                                                                               \
    }

#define STOP_BEFORE(name, parameters, arguments)                                                             \
    extern "C" int name parameters {                                                                         \
        static const auto real = next(&name, #name);                                                         \
        if (is_last()) end();                                                                                \
        return real arguments;                                                                               \
    }

STOP_BEFORE_WRITE(write, (int descriptor, const void* bytes, std::size_t size), (descriptor, bytes, size),
                  (descriptor, bytes, torn(size)))
STOP_BEFORE_WRITE(pwrite, (int descriptor, const void* bytes, std::size_t size, off_t at),
                  (descriptor, bytes, size, at), (descriptor, bytes, torn(size), at))
STOP_BEFORE_WRITE(pwrite64, (int descriptor, const void* bytes, std::size_t size, off64_t at),
                  (descriptor, bytes, size, at), (descriptor, bytes, torn(size), at))
STOP_BEFORE(fsync, (int descriptor), (descriptor))
STOP_BEFORE(fdatasync, (int descriptor), (descriptor))
STOP_BEFORE(ftruncate, (int descriptor, off_t size), (descriptor, size))
STOP_BEFORE(ftruncate64, (int descriptor, off64_t size), (descriptor, size))
STOP_BEFORE(rename, (const char* from, const char* to), (from, to))
STOP_BEFORE(unlink, (const char* path), (path))
