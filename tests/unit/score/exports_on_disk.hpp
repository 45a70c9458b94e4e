#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

namespace handoff {

/// A folder of its own for a test's files, gone at the end.
class Folder {
  public:
    Folder() { std::filesystem::create_directory(path_); }
    Folder(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }

    std::string path(const std::string& name) const { return (path_ / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path(name);
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(path_ / name, std::ios::binary).rdbuf();
        return text.str();
    }

  private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("handoff-score-" + std::to_string(std::random_device{}()));
};

} // namespace handoff
