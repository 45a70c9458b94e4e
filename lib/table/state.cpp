#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <table/country.hpp>
#include <table/place_key.hpp>
#include <unordered_map>

namespace handoff {

namespace {

struct StatesOf {
    std::string_view country;
    std::string_view states; ///< one a line: its code, and its names with | between them
};

// Facts of ISO 3166-2, with the names that forms and CRMs use. Countries whose addresses rarely name a state
// are left out: what stands there stays as it is.
constexpr std::array all_states = {
    StatesOf{"US", R"(AL Alabama
AK Alaska
AZ Arizona
AR Arkansas
CA California|Calif
CO Colorado
CT Connecticut
DE Delaware
DC District of Columbia|Washington DC
FL Florida
GA Georgia
HI Hawaii
ID Idaho
IL Illinois
IN Indiana
IA Iowa
KS Kansas
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts|Mass
MI Michigan
MN Minnesota
MS Mississippi
MO Missouri
MT Montana
NE Nebraska
NV Nevada
NH New Hampshire
NJ New Jersey
NM New Mexico
NY New York|New York State
NC North Carolina
ND North Dakota
OH Ohio
OK Oklahoma
OR Oregon
PA Pennsylvania
RI Rhode Island
SC South Carolina
SD South Dakota
TN Tennessee
TX Texas
UT Utah
VT Vermont
VA Virginia
WA Washington|Washington State
WV West Virginia
WI Wisconsin
WY Wyoming
AS American Samoa
GU Guam
MP Northern Mariana Islands
PR Puerto Rico
VI Virgin Islands|US Virgin Islands)"},
    StatesOf{"CA", R"(AB Alberta
BC British Columbia|Colombie-Britannique
MB Manitoba
NB New Brunswick|Nouveau-Brunswick
NL Newfoundland and Labrador|Newfoundland
NS Nova Scotia|Nouvelle-Écosse
NT Northwest Territories
NU Nunavut
ON Ontario
PE Prince Edward Island
QC Québec|PQ
SK Saskatchewan
YT Yukon|Yukon Territory)"},
    StatesOf{"AU", R"(ACT Australian Capital Territory
NSW New South Wales
NT Northern Territory
QLD Queensland
SA South Australia
TAS Tasmania
VIC Victoria
WA Western Australia)"},
    StatesOf{"BR", R"(AC Acre
AL Alagoas
AP Amapá
AM Amazonas
BA Bahia
CE Ceará
DF Distrito Federal
ES Espírito Santo
GO Goiás
MA Maranhão
MT Mato Grosso
MS Mato Grosso do Sul
MG Minas Gerais
PA Pará
PB Paraíba
PR Paraná
PE Pernambuco
PI Piauí
RJ Rio de Janeiro
RN Rio Grande do Norte
RS Rio Grande do Sul
RO Rondônia
RR Roraima
SC Santa Catarina
SP São Paulo
SE Sergipe
TO Tocantins)"},
    StatesOf{"MX", R"(AGU Aguascalientes
BCN Baja California
BCS Baja California Sur
CAM Campeche
CHP Chiapas
CHH Chihuahua
CMX Ciudad de México|Mexico City|CDMX|Distrito Federal|DF
COA Coahuila|Coahuila de Zaragoza
COL Colima
DUR Durango
GUA Guanajuato
GRO Guerrero
HID Hidalgo
JAL Jalisco
MEX México|Estado de México|State of Mexico
MIC Michoacán|Michoacán de Ocampo
MOR Morelos
NAY Nayarit
NLE Nuevo León
OAX Oaxaca
PUE Puebla
QUE Querétaro
ROO Quintana Roo
SLP San Luis Potosí
SIN Sinaloa
SON Sonora
TAB Tabasco
TAM Tamaulipas
TLA Tlaxcala
VER Veracruz
YUC Yucatán
ZAC Zacatecas)"},
    StatesOf{"IN", R"(AN Andaman and Nicobar Islands
AP Andhra Pradesh
AR Arunachal Pradesh
AS Assam
BR Bihar
CH Chandigarh
CG Chhattisgarh|CT
DH Dadra and Nagar Haveli and Daman and Diu
DL Delhi|New Delhi|NCT of Delhi
GA Goa
GJ Gujarat
HR Haryana
HP Himachal Pradesh
JK Jammu and Kashmir
JH Jharkhand
KA Karnataka
KL Kerala
LA Ladakh
LD Lakshadweep
MP Madhya Pradesh
MH Maharashtra
MN Manipur
ML Meghalaya
MZ Mizoram
NL Nagaland
OD Odisha|Orissa|OR
PY Puducherry|Pondicherry
PB Punjab
RJ Rajasthan
SK Sikkim
TN Tamil Nadu|Tamilnadu
TS Telangana|TG
TR Tripura
UP Uttar Pradesh
UK Uttarakhand|UT
WB West Bengal)"},
    StatesOf{"DE", R"(BW Baden-Württemberg
BY Bayern|Bavaria
BE Berlin
BB Brandenburg
HB Bremen
HH Hamburg
HE Hessen|Hesse
MV Mecklenburg-Vorpommern
NI Niedersachsen|Lower Saxony
NW Nordrhein-Westfalen|North Rhine-Westphalia|NRW
RP Rheinland-Pfalz|Rhineland-Palatinate
SL Saarland
SN Sachsen|Saxony
ST Sachsen-Anhalt|Saxony-Anhalt
SH Schleswig-Holstein
TH Thüringen|Thuringia)"},
    StatesOf{"AT", R"(1 Burgenland
2 Kärnten|Carinthia
3 Niederösterreich|Lower Austria
4 Oberösterreich|Upper Austria
5 Salzburg
6 Steiermark|Styria
7 Tirol|Tyrol
8 Vorarlberg
9 Wien|Vienna)"},
    StatesOf{"CH", R"(AG Aargau
AI Appenzell Innerrhoden
AR Appenzell Ausserrhoden
BE Bern|Berne
BL Basel-Landschaft
BS Basel-Stadt
FR Fribourg|Freiburg
GE Genève|Geneva|Genf
GL Glarus
GR Graubünden|Grisons
JU Jura
LU Luzern|Lucerne
NE Neuchâtel
NW Nidwalden
OW Obwalden
SG St. Gallen|Sankt Gallen
SH Schaffhausen
SO Solothurn
SZ Schwyz
TG Thurgau
TI Ticino|Tessin
UR Uri
VD Vaud|Waadt
VS Valais|Wallis
ZG Zug
ZH Zürich)"},
    StatesOf{"GB", R"(ENG England
NIR Northern Ireland
SCT Scotland
WLS Wales)"},
    StatesOf{"ES", R"(AN Andalucía|Andalusia
AR Aragón
AS Asturias|Principado de Asturias
CN Canarias|Canary Islands
CB Cantabria
CL Castilla y León
CM Castilla-La Mancha
CT Cataluña|Catalunya|Catalonia
CE Ceuta
EX Extremadura
GA Galicia
IB Illes Balears|Islas Baleares|Balearic Islands
RI La Rioja
MD Madrid|Comunidad de Madrid
ML Melilla
MC Murcia|Región de Murcia
NC Navarra|Navarre
PV País Vasco|Euskadi|Basque Country
VC Comunidad Valenciana|Valencia)"},
    StatesOf{"IT", R"(21 Piemonte|Piedmont
23 Valle d'Aosta|Aosta Valley
25 Lombardia|Lombardy
32 Trentino-Alto Adige|Südtirol
34 Veneto
36 Friuli-Venezia Giulia
42 Liguria
45 Emilia-Romagna
52 Toscana|Tuscany
55 Umbria
57 Marche
62 Lazio
65 Abruzzo
67 Molise
72 Campania
75 Puglia|Apulia
77 Basilicata
78 Calabria
82 Sicilia|Sicily
88 Sardegna|Sardinia)"},
    StatesOf{"FR", R"(ARA Auvergne-Rhône-Alpes
BFC Bourgogne-Franche-Comté
BRE Bretagne|Brittany
CVL Centre-Val de Loire
20R Corse|Corsica
GES Grand Est
HDF Hauts-de-France
IDF Île-de-France
NOR Normandie|Normandy
NAQ Nouvelle-Aquitaine
OCC Occitanie
PDL Pays de la Loire
PAC Provence-Alpes-Côte d'Azur|PACA)"},
    StatesOf{"NL", R"(DR Drenthe
FL Flevoland
FR Friesland|Fryslân
GE Gelderland
GR Groningen
LI Limburg
NB Noord-Brabant|North Brabant
NH Noord-Holland|North Holland
OV Overijssel
UT Utrecht
ZE Zeeland
ZH Zuid-Holland|South Holland)"},
    StatesOf{"CN", R"(AH Anhui
BJ Beijing
CQ Chongqing
FJ Fujian
GS Gansu
GD Guangdong
GX Guangxi
GZ Guizhou
HI Hainan
HE Hebei
HL Heilongjiang
HA Henan
HB Hubei
HN Hunan
JS Jiangsu
JX Jiangxi
JL Jilin
LN Liaoning
NM Inner Mongolia|Nei Mongol
NX Ningxia
QH Qinghai
SN Shaanxi
SD Shandong
SH Shanghai
SX Shanxi
SC Sichuan
TJ Tianjin
XJ Xinjiang
XZ Xizang|Tibet
YN Yunnan
ZJ Zhejiang)"},
    StatesOf{"JP", R"(01 Hokkaido|北海道
02 Aomori|青森県
03 Iwate|岩手県
04 Miyagi|宮城県
05 Akita|秋田県
06 Yamagata|山形県
07 Fukushima|福島県
08 Ibaraki|茨城県
09 Tochigi|栃木県
10 Gunma|群馬県
11 Saitama|埼玉県
12 Chiba|千葉県
13 Tokyo|東京都
14 Kanagawa|神奈川県
15 Niigata|新潟県
16 Toyama|富山県
17 Ishikawa|石川県
18 Fukui|福井県
19 Yamanashi|山梨県
20 Nagano|長野県
21 Gifu|岐阜県
22 Shizuoka|静岡県
23 Aichi|愛知県
24 Mie|三重県
25 Shiga|滋賀県
26 Kyoto|京都府
27 Osaka|大阪府
28 Hyogo|兵庫県
29 Nara|奈良県
30 Wakayama|和歌山県
31 Tottori|鳥取県
32 Shimane|島根県
33 Okayama|岡山県
34 Hiroshima|広島県
35 Yamaguchi|山口県
36 Tokushima|徳島県
37 Kagawa|香川県
38 Ehime|愛媛県
39 Kochi|高知県
40 Fukuoka|福岡県
41 Saga|佐賀県
42 Nagasaki|長崎県
43 Kumamoto|熊本県
44 Oita|大分県
45 Miyazaki|宮崎県
46 Kagoshima|鹿児島県
47 Okinawa|沖縄県)"},
};

/// All states by what is written, "california" and "ca", each with the countries where that is a state.
class States {
  public:
    States() {
        for (const StatesOf& country : all_states) {
            std::string_view rest = country.states;
            while (!rest.empty()) {
                const std::string_view line = rest.substr(0, rest.find('\n'));
                rest.remove_prefix(std::min(rest.size(), line.size() + 1));
                add(country.country, line);
            }
        }
    }
    const std::vector<std::string_view>& written(std::string_view text) const {
        static const std::vector<std::string_view> none;
        const auto found = by_word_.find(place_key(text));
        return found == by_word_.end() ? none : found->second;
    }

  private:
    void add(std::string_view country, std::string_view line) {
        const std::size_t space = line.find(' ');
        const std::string_view kept =
            codes_.emplace_back(std::string(country) + "-" + std::string(line.substr(0, space)));
        add_word(kept, kept);
        add_word(line.substr(0, space), kept);
        std::string_view names = line.substr(space + 1);
        while (!names.empty()) {
            const std::string_view name = names.substr(0, names.find('|'));
            names.remove_prefix(std::min(names.size(), name.size() + 1));
            add_word(name, kept);
        }
    }
    void add_word(std::string_view word, std::string_view code) {
        std::vector<std::string_view>& codes = by_word_[place_key(word)];
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }

    std::deque<std::string> codes_; // do not move when more come
    std::unordered_map<std::string, std::vector<std::string_view>> by_word_;
};

const States& states() {
    static const States all;
    return all;
}

} // namespace

std::string_view state_code(std::string_view text, std::string_view country) {
    const std::vector<std::string_view>& codes = states().written(text);
    if (country.empty()) return codes.size() == 1 ? codes.front() : std::string_view();
    for (const std::string_view code : codes)
        if (code.substr(0, 2) == country) return code;
    return {};
}

std::vector<std::string_view> states_written(std::string_view text) { return states().written(text); }

} // namespace handoff
