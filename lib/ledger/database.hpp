#pragma once

#include <handoff/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace handoff::ledger {

/// A prepared statement. Bound text must live until the statement is run again or reset.
class Statement {
  public:
    Statement(sqlite3* database, const std::string& path, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds the values in order and runs a statement that gives no rows.
    template <class... Values>
    void run(const Values&... values) {
        start(values...);
        next();
        reset();
    }
    /// Binds the values in order; rows follow by next().
    template <class... Values>
    Statement& start(const Values&... values) {
        reset();
        int position = 0;
        (bind(++position, values), ...);
        return *this;
    }
    bool next(); ///< false, and reset, after the last row
    void reset() noexcept;

    bool is_null(int column) const noexcept;
    std::int64_t integer(int column) const noexcept;
    double real(int column) const noexcept;
    std::string_view text(int column) const noexcept; ///< until the next row
    std::optional<Instant> instant(int column) const noexcept;

  private:
    void bind(int position, std::int64_t);
    void bind(int position, std::uint64_t value) { bind(position, static_cast<std::int64_t>(value)); }
    void bind(int position, int value) { bind(position, static_cast<std::int64_t>(value)); }
    void bind(int position, bool value) { bind(position, static_cast<std::int64_t>(value)); }
    void bind(int position, double);
    void bind(int position, std::string_view);
    void bind(int position, const std::string& value) { bind(position, std::string_view(value)); }
    void bind(int position, const char* value) { bind(position, std::string_view(value)); }
    void bind(int position, Instant value) { bind(position, std::int64_t{value.time_since_epoch().count()}); }
    template <class Value>
    void bind(int position, const std::optional<Value>& value) {
        if (value) bind(position, *value);
    }

    sqlite3* database_;
    const std::string* path_;
    sqlite3_stmt* statement_ = nullptr;
};

/// An SQLite file. Every failure is an Error that names the file.
class Database {
  public:
    /// Creates the file, for its owner only, where there is none.
    explicit Database(std::string path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const std::string& path() const noexcept { return path_; }
    Statement prepare(std::string_view sql) const { return Statement(database_, path_, sql); }
    void run(const char* sql);                        ///< one or several statements without values
    std::int64_t integer(std::string_view sql) const; ///< the one number of the one row
    std::int64_t last_id() const noexcept;
    bool in_transaction() const noexcept;
    /// Differs from an earlier one where this program, or another, wrote to the file in between.
    struct State {
        std::int64_t ours = 0, others = 0;
        friend bool operator==(const State&, const State&) = default;
    };
    State state() const;

  private:
    std::string path_;
    sqlite3* database_ = nullptr;
};

} // namespace handoff::ledger
