#include <handoff/error.hpp>
#include <handoff/files.hpp>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

using namespace handoff;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("handoff-files-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string operator/(const std::string& name) const { return (path / name).string(); }
    std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path), fs::directory_iterator()));
    }
};

std::string message(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("SHA-256 gives the digests that FIPS 180-4 publishes", "[files]") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of a file is that of its bytes", "[files]") {
    const Folder folder;
    const std::string bytes(3'000'017, 'z');
    std::ofstream(folder / "bytes") << bytes;
    CHECK(sha256_of_file(folder / "bytes") == sha256(bytes));
    CHECK(read_file(folder / "bytes") == bytes);
}

TEST_CASE("an output file appears when it is committed, and not before", "[files]") {
    const Folder folder;
    const std::string path = folder / "out.csv";
    {
        OutputFile file(path);
        file.write("one\n");
        CHECK_FALSE(fs::exists(path));
        file.write("two\n");
        file.commit();
    }
    CHECK(read_file(path) == "one\ntwo\n");
    CHECK(folder.entries() == 1);
}

TEST_CASE("an output file that is not committed leaves what was there", "[files]") {
    const Folder folder;
    std::ofstream(folder / "out.csv") << "old\n";
    {
        OutputFile first(folder / "out.csv");
        OutputFile file = std::move(first);
        file.write("new\n");
    }
    CHECK(read_file(folder / "out.csv") == "old\n");
    CHECK(folder.entries() == 1);
}

TEST_CASE("only the owner can read an output file while it is written", "[files]") {
    const Folder folder;
    OutputFile file(folder / "out.csv");
    const std::string beside = fs::directory_iterator(folder.path)->path().string();
    struct stat status = {};
    REQUIRE(::stat(beside.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const mode_t mask = ::umask(0027);
    file.commit();
    ::umask(mask);
    REQUIRE(::stat((folder / "out.csv").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a link and the rights of a file stay when it is replaced", "[files]") {
    const Folder folder;
    std::ofstream(folder / "real.csv") << "old\n";
    fs::permissions(folder / "real.csv", fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("real.csv", folder / "link.csv");
    OutputFile file(folder / "link.csv");
    file.write("new\n");
    file.commit();
    CHECK(fs::is_symlink(folder / "link.csv"));
    CHECK(read_file(folder / "real.csv") == "new\n");
    CHECK(fs::status(folder / "real.csv").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("what is no plain file is written as it goes", "[files]") {
    OutputFile file("/dev/null");
    file.write("nothing");
    file.commit();
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a place that cannot be written to is refused", "[files]") {
    const Folder folder;
    CHECK(message([&] { OutputFile file(folder / "none/out.csv"); }) ==
          "error: cannot write '" + (folder / "none/out.csv") + "': No such file or directory\n");
    CHECK(message([&] { OutputFile file(folder.path.string()); }) ==
          "error: '" + folder.path.string() + "' is a folder\n");
}

TEST_CASE("a file that is not there gets the nearest name in its folder", "[files]") {
    const Folder folder;
    std::ofstream(folder / "leads.csv") << "a\n";
    CHECK(message([&] { read_file(folder / "laeds.csv"); }) ==
          "error: no such file '" + (folder / "laeds.csv") + "'\n  hint: did you mean '" +
              (folder / "leads.csv") + "'?\n");
    CHECK(message([&] { read_file(folder / "something else"); }) ==
          "error: no such file '" + (folder / "something else") + "'\n");
    CHECK(message([&] { read_file(folder.path.string()); }) ==
          "error: '" + folder.path.string() + "' is a folder\n");
}

TEST_CASE("patterns know * and ? and nothing else", "[files]") {
    const Folder folder;
    for (const char* name : {"b1.csv", "a1.csv", "a10.csv", "[x].csv", "[x]2.csv"})
        std::ofstream(folder / name) << "";
    CHECK(glob(folder / "?1.csv") == std::vector<std::string>{folder / "a1.csv", folder / "b1.csv"});
    CHECK(glob(folder / "[x]*.csv") == std::vector<std::string>{folder / "[x].csv", folder / "[x]2.csv"});
    CHECK(glob(folder / "none*").empty());
    CHECK(glob("no such file") == std::vector<std::string>{"no such file"});
}
