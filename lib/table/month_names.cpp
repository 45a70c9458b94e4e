#include <handoff/words.hpp>

#include <array>
#include <base/unicode.hpp>
#include <string>
#include <table/month_names.hpp>

namespace handoff {

namespace {

// German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Polish, Turkish; without
// accents.
constexpr std::array<std::string_view, 12> months_abroad = {
    " januar janner janvier enero janeiro gennaio januari styczen stycznia ocak ",
    " februar feber fevrier febrero fevereiro febbraio februari luty lutego subat ",
    " marz maerz mrz mars marzo marco maart mrt marts marzec marca mart ",
    " april avril abril aprile kwiecien kwietnia nisan ",
    " mai mayo maio maggio mei maj maja mayis ",
    " juni juin junio junho giugno czerwiec czerwca haziran ",
    " juli juillet julio julho luglio lipiec lipca temmuz ",
    " august aout agosto augustus augusti sierpien sierpnia agustos ",
    " september septembre septiembre setiembre setembro settembre wrzesien wrzesnia eylul ",
    " oktober octobre octubre outubro ottobre pazdziernik pazdziernika ekim ",
    " november novembre noviembre novembro listopad listopada kasim ",
    " dezember decembre diciembre dezembro dicembre december desember grudzien grudnia aralik "};

/// A whole name, or its beginning where that is the beginning of one month's names only.
unsigned month_named_abroad(std::string_view word) {
    std::string wanted = " " + folded(word);
    unsigned found = 0;
    for (unsigned i = 0; i < months_abroad.size(); ++i) {
        if (months_abroad[i].find(wanted) == std::string_view::npos) continue;
        if (found != 0) return 0;
        found = i + 1;
    }
    return found;
}

} // namespace

unsigned month_named(std::string_view word) {
    constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                         "may",       "june",     "july",     "august",
                                                         "september", "october",  "november", "december"};
    if (word.size() < 3) return 0;
    for (unsigned i = 0; i < months.size(); ++i)
        if (word.size() <= months[i].size() && same_text(word, months[i].substr(0, word.size())))
            return i + 1;
    return month_named_abroad(word);
}

bool is_weekday(std::string_view word) {
    constexpr std::string_view days =
        " monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag "
        "freitag "
        "samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves "
        "viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica ";
    return word.size() >= 3 && days.find(" " + folded(word)) != std::string_view::npos;
}

} // namespace handoff
