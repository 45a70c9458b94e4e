#include "ledger/database.hpp"

#include <handoff/error.hpp>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#include <utility>

namespace handoff::ledger {

namespace {

constexpr int busy_milliseconds = 5000;

[[noreturn]] void fail(sqlite3* database, const std::string& path) {
    const int code = database ? sqlite3_errcode(database) & 0xff : SQLITE_NOMEM;
    const std::string file = "'" + path + "'";
    const std::string said = database ? sqlite3_errmsg(database) : "no memory";
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Error(Fault::data, "the ledger " + file + " is in use by another run",
                    "wait until it is done, then run again");
    case SQLITE_NOTADB:
        throw Error(Fault::request, file + " is not a handoff ledger");
    case SQLITE_CORRUPT:
        throw Error(Fault::data, "the ledger " + file + " is damaged: " + said, "put back its last copy");
    case SQLITE_FULL:
        throw Error(Fault::data, "there is no room left on the disk for the ledger " + file);
    case SQLITE_IOERR:
        throw Error(Fault::data, "the ledger " + file + " cannot be read or written: " + said);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        throw Error(Fault::request, "the ledger " + file + " cannot be opened for writing");
    default:
        throw Error(Fault::ours, "the ledger " + file + " failed: " + said);
    }
}

// SQLite would create the file as the umask says; leads are nobody else's business. Its -wal and -shm files
// take over the mode of this one.
void create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
    } else if (errno != EEXIST) {
        throw Error(Fault::request, "the ledger '" + path + "' cannot be created: " + std::strerror(errno));
    }
}

} // namespace

Statement::Statement(sqlite3* database, const std::string& path, std::string_view sql)
    : database_(database), path_(&path) {
    if (sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement_, nullptr) != SQLITE_OK)
        fail(database, path);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

bool Statement::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(database_, *path_);
    reset();
    return false;
}

void Statement::reset() noexcept {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Statement::bind(int position, std::int64_t value) {
    if (sqlite3_bind_int64(statement_, position, value) != SQLITE_OK) fail(database_, *path_);
}

void Statement::bind(int position, double value) {
    if (sqlite3_bind_double(statement_, position, value) != SQLITE_OK) fail(database_, *path_);
}

void Statement::bind(int position, std::string_view value) {
    const char* text = value.data() ? value.data() : ""; // a null pointer would be NULL, not empty text
    if (sqlite3_bind_text64(statement_, position, text, value.size(), SQLITE_STATIC, SQLITE_UTF8) !=
        SQLITE_OK)
        fail(database_, *path_);
}

bool Statement::is_null(int column) const noexcept {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const noexcept {
    return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const noexcept { return sqlite3_column_double(statement_, column); }

std::string_view Statement::text(int column) const noexcept {
    const unsigned char* text = sqlite3_column_text(statement_, column);
    if (!text) return {};
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<Instant> Statement::instant(int column) const noexcept {
    if (is_null(column)) return std::nullopt;
    return Instant(Duration(integer(column)));
}

Database::Database(std::string path) : path_(std::move(path)) {
    if (path_.empty()) throw Error(Fault::request, "the ledger has no file name");
    create_private(path_);
    // SQLite gives names like ":memory:" a meaning of their own.
    const std::string file = path_.front() == ':' ? "./" + path_ : path_;
    // Each thread has a connection of its own: to lock it for every cell would cost a third of all reading.
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(file.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
        sqlite3* const failed = std::exchange(database_, nullptr);
        try {
            fail(failed, path_);
        } catch (...) {
            sqlite3_close(failed);
            throw;
        }
    }
    sqlite3_busy_timeout(database_, busy_milliseconds);
}

Database::~Database() {
    if (in_transaction()) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(database_);
}

void Database::run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database_, path_);
}

std::int64_t Database::integer(std::string_view sql) const {
    Statement statement = prepare(sql);
    return statement.next() ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const noexcept { return sqlite3_last_insert_rowid(database_); }

bool Database::in_transaction() const noexcept { return sqlite3_get_autocommit(database_) == 0; }

Database::State Database::state() const {
    return {sqlite3_total_changes(database_), integer("PRAGMA data_version")};
}

} // namespace handoff::ledger
