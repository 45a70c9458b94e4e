#include <handoff/version.hpp>

#include <cstdio>

int main() {
    std::fputs(handoff::version().data(), stdout);
    return 0;
}
