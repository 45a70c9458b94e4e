// Finds the word that was meant: what handoff's own error messages do with a mistyped column.

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <cstdio>
#include <string>
#include <vector>

int main(int count, char** words) {
    const std::vector<std::string> known = {"lead_id", "email", "company", "country", "employees"};
    for (int at = 1; at < count; ++at) {
        handoff::Diagnostic diagnostic;
        diagnostic.what = "unknown column '" + std::string(words[at]) + "'";
        diagnostic.hint = handoff::did_you_mean(words[at], known);
        std::fputs(handoff::to_string(diagnostic).c_str(), stdout);
    }
    return 0;
}
