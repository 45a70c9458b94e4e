#include "files.hpp"

#include <handoff/error.hpp>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <mutex>
#include <sys/stat.h>
#include <thread>

using namespace handoff;
using namespace handoff::csv;

namespace {

/// A pipe with a name that delivers some bytes once.
class NamedPipe {
  public:
    explicit NamedPipe(std::string bytes) : place_("") {
        path_ = place_.path() + ".pipe";
        REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
        writer_ = std::thread(
            [path = path_, bytes = std::move(bytes)] { std::ofstream(path, std::ios::binary) << bytes; });
    }
    ~NamedPipe() { writer_.join(); }
    const std::string& path() const { return path_; }

  private:
    TemporaryFile place_; ///< its folder goes away with it
    std::string path_;
    std::thread writer_;
};

std::string many_rows() {
    std::string text = "id,city\n";
    for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + ",Rome\n";
    return text;
}

std::size_t count_rows(Reader& reader) {
    std::atomic<std::size_t> rows = 0;
    const std::vector<std::size_t> wanted = {0};
    reader.for_each(wanted, Reader::Keep::cells, [&](Reader::Batch& batch) { rows += batch.table.rows(); });
    return rows;
}

} // namespace

TEST_CASE("the first rows can be looked at before all are read, also from a pipe", "[csv]") {
    const NamedPipe pipe(many_rows());
    Reader reader(pipe.path());
    const Table first = reader.first_rows();
    CHECK(first.rows() > 1000);
    CHECK(first.rows() < 50'000);
    CHECK(first[1].cells[7] == "Rome");
    CHECK(count_rows(reader) == 50'000);
    CHECK_THROWS_AS(count_rows(reader), Error); // the pipe was not kept
}

TEST_CASE("a pipe is kept from when that is asked for", "[csv]") {
    const NamedPipe pipe(many_rows());
    Reader reader(pipe.path());
    reader.first_rows();
    reader.keep_for_again();
    CHECK(count_rows(reader) == 50'000);
    CHECK(count_rows(reader) == 50'000);
}

TEST_CASE("a file can be taken as it stands", "[csv]") {
    const TemporaryFile file("[[lead]]\nemail = 'a'\n");
    Reader reader(file.path());
    CHECK(reader.text() == "[[lead]]\nemail = 'a'\n");
}

TEST_CASE("batches that are kept for ever may be moved away", "[csv]") {
    const TemporaryFile file(many_rows());
    Reader reader(file.path(), {.chunk = 4096});
    std::mutex mutex;
    std::vector<Table> kept;
    const std::vector<std::size_t> wanted = {0, 1};
    reader.for_each(wanted, Reader::Keep::forever, [&](Reader::Batch& batch) {
        const std::lock_guard lock(mutex);
        kept.push_back(std::move(batch.table));
    });
    std::size_t rows = 0;
    bool all_rome = true;
    for (const Table& table : kept) {
        rows += table.rows();
        for (const std::string_view cell : table[1].cells) all_rome = all_rome && cell == "Rome";
    }
    CHECK(rows == 50'000);
    CHECK(all_rome);
}

TEST_CASE("a file without rows still has its columns", "[csv]") {
    const TemporaryFile file("creationDate,Id\n");
    const Table first = Reader(file.path()).first_rows();
    CHECK(first.names() == std::vector<std::string>{"creationDate", "Id"});
    CHECK(first.rows() == 0);
}
