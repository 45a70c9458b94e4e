#include "base/ordered_output.hpp"

#include "base/parallel.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <unistd.h>

using namespace handoff;

TEST_CASE("pieces stand in their order, whoever finishes first", "[files]") {
    const auto path =
        std::filesystem::temp_directory_path() / ("handoff-ordered-" + std::to_string(::getpid()) + ".txt");
    std::string expected = "head\n";
    constexpr std::size_t pieces = 200;
    for (std::size_t i = 0; i < pieces; ++i) expected += std::to_string(i) + '\n';
    {
        OutputFile file(path.string());
        file.write("head\n");
        OrderedOutput out(file);
        // Of each ten pieces the last is put first.
        in_parallel(3, pieces / 10, 1, [&](std::size_t ten, std::size_t, unsigned) {
            for (std::size_t i = 10; i > 0; --i) {
                std::string text = out.take();
                text = std::to_string(ten * 10 + i - 1) + '\n';
                out.put(ten * 10 + i - 1, std::move(text));
            }
        });
        out.finish();
        file.commit();
    }
    CHECK(read_file(path.string()) == expected);
    std::filesystem::remove(path);
}
