#pragma once

#include <handoff/values.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace handoff {

/// The two-letter code (ISO 3166-1) of a country that is written as a code of two or three letters, or by its
/// name in any of the commoner languages: "DE", "deu", "Germany", "Alemania", "ドイツ". Blank when it is none
/// of these. The text lives as long as the program.
std::string_view country_code(std::string_view text);
/// The English names and the codes of all countries, for hints.
const std::vector<std::string>& country_words();

/// The code (ISO 3166-2) of a state, province or region of a country: of "California", "CA" and "US-CA" it is
/// "US-CA". Without a country only what one country alone has is known. Blank when it is not known, as all
/// states of most countries are. The text lives as long as the program.
std::string_view state_code(std::string_view text, std::string_view country);
/// Every state that is written like that, in any country: 'CA' is in the United States and in Italy.
std::vector<std::string_view> states_written(std::string_view text);

/// Of a column of that type: every cell that means the same as the text. For a country that is none or one;
/// a state that is not known is meant as it stands. Any other type: the text itself.
std::vector<std::string> cells_meaning(Type, std::string_view text);

} // namespace handoff
